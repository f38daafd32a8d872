"""Forms look alike: labels, reasons, errors, the once key."""

import pytest
from django import forms
from tests.ui.helpers import only, soup, words

from lianxin.ui.forms import Renderer, field_groups
from lianxin.ui.widgets import FigureInput, IdNumberInput, PartialDateInput, PhoneInput


class _Form(forms.Form):
    default_renderer = Renderer
    fieldsets = (("这个人", "只问用得着的。", ("name", "sex", "gone")),)

    name = forms.CharField(label="姓名", help_text="与身份证上一致。")
    sex = forms.ChoiceField(label="性别", choices=[("1", "男"), ("2", "女")], widget=forms.RadioSelect)
    born = forms.CharField(label="出生", required=False, widget=PartialDateInput)
    probationary = forms.BooleanField(label="预备党员", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Upload(forms.Form):
    default_renderer = Renderer
    paper = forms.FileField(label="文件")


def test_label_reason_and_control_belong_together() -> None:
    page = soup("{% ui_field form.name %}", {"form": _Form()})
    control = only(page, "input")
    assert only(page, "label")["for"] == control["id"] == "id_name"
    assert only(page, f"#{control['aria-describedby']}").get_text() == "与身份证上一致。"
    assert words(only(page, "label")) == "姓名 必填"


def test_optional_field_is_not_called_required() -> None:
    assert words(only(soup("{% ui_field form.born %}", {"form": _Form()}), "label")) == "出生"


def test_errors_are_tied_to_the_control() -> None:
    form = _Form({"born": "1957.13"})
    form.add_error("born", "没有 13 月。")
    page = soup("{% ui_field form.born %}", {"form": form})
    control = only(page, "input")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_born_format id_born_error"
    assert words(only(page, "#id_born_error")) == "没有 13 月。"


def test_radio_group_is_a_fieldset_with_large_targets() -> None:
    page = soup("{% ui_field form.sex %}", {"form": _Form({})})
    assert words(only(page, "legend")) == "性别 必填"
    assert [words(label) for label in page.select("label.choice")] == ["男", "女"]
    assert only(page, "fieldset")["aria-describedby"] == "id_sex_error"


def test_single_box_has_its_words_beside_it() -> None:
    page = soup("{% ui_field form.probationary %}", {"form": _Form()})
    assert only(page, "label.choice input")["id"] == "id_probationary"


@pytest.mark.parametrize(
    ("widget", "attribute", "value"),
    [
        (PartialDateInput, "inputmode", "decimal"),
        (IdNumberInput, "autocomplete", "off"),
        (PhoneInput, "type", "tel"),
        (FigureInput, "inputmode", "numeric"),
    ],
)
def test_controls_ask_for_the_right_keyboard(widget: type[forms.TextInput], attribute: str, value: str) -> None:
    assert only(soup("{{ html }}", {"html": widget().render("x", "")}), "input")[attribute] == value


def test_groups_follow_the_form_and_lose_nothing() -> None:
    groups = list(field_groups(_Form()))
    assert [(g.legend, [f.name for f in g.fields]) for g in groups] == [
        ("这个人", ["name", "sex"]),
        ("", ["born", "probationary"]),
    ]


def test_whole_form_is_protected_and_sent_once() -> None:
    form = only(soup('{% ui_form form submit="登记" cancel="/back/" %}', {"form": _Form()}), "form")
    assert (form["method"], "novalidate" in form.attrs) == ("post", True)
    assert len(form.select("[name=csrfmiddlewaretoken]")) == 1
    assert len(str(only(form, "[name=once]")["value"])) == 36
    assert only(form, "[name=version]")["type"] == "hidden"
    assert only(form, "button.primary").get_text() == "登记"
    assert only(form, ".submit a")["href"] == "/back/"
    assert form.select(".notice") == []


def test_two_forms_have_two_keys() -> None:
    page = soup("{% ui_form form %}{% ui_form form %}", {"form": _Form()})
    first, second = (element["value"] for element in page.select("[name=once]"))
    assert first != second


def test_the_key_stays_when_the_form_comes_back() -> None:
    page = soup("{% ui_form form %}", {"form": _Form({"once": "0190-key"})})
    assert only(page, "[name=once]")["value"] == "0190-key"


def test_summary_leads_to_every_fault() -> None:
    form = _Form({"name": ""})
    form.add_error(None, "两处写得不一样。")
    notice = only(soup("{% ui_form form %}", {"form": form}), ".notice[role=alert]")
    assert "还有 2 处要改" in words(notice)
    assert "两处写得不一样。" in words(notice)
    assert [a["href"] for a in notice.select("a")] == ["#id_name", "#id_sex_0"]


def test_file_form_is_multipart() -> None:
    form = only(soup("{% ui_form form %}", {"form": _Upload()}), "form")
    assert form["enctype"] == "multipart/form-data"


def test_a_bare_form_variable_renders_alike() -> None:
    page = soup("{{ form }}", {"form": _Form()})
    assert len(page.select(".field")) == 4
    assert only(page, "[name=version]")["type"] == "hidden"
