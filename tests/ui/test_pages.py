"""Frame, bare pages, sheets of paper, errors, gallery."""

import pytest
from bs4 import BeautifulSoup
from django.http import Http404
from django.template.loader import get_template
from tests.ui.helpers import only, request, soup, words

from lianxin.ui import samples, views
from lianxin.ui.parts import Frame

PAGE = """{% extends "ui/base.html" %}{% block title %}党员{% endblock %}{% block lead %}全体党员。{% endblock %}
{% block basis %}{{ basis }}{% endblock %}{% block content %}<p id="inside">x</p>{% endblock %}"""


def page(context: dict[str, object]) -> BeautifulSoup:
    """A page in the frame."""
    from django.template import engines

    return BeautifulSoup(engines["django"].from_string(PAGE).render(context, request("/m/?q=zs")), "html.parser")


def test_frame_is_tolerant_when_nothing_is_known() -> None:
    shown = page({"frame": None})
    assert only(shown, "h1").get_text() == "党员"
    assert only(shown, "title").get_text() == "党员 · 连心桥"
    assert shown.select("[role=search]") == []
    assert "data-type" not in only(shown, "html").attrs


def test_frame_shows_places_search_and_the_way_out() -> None:
    shown = page({"frame": samples.frame()})
    assert only(shown, "title").get_text() == "党员 · 复兴社区党总支 · 连心桥"
    assert [a.get_text() for a in shown.select(".rail .places a")] == list(samples.PLACES)
    assert only(shown, ".rail [aria-current=page]").get_text() == "党员"
    assert words(only(shown, ".rail .rail-foot")) == "管理 大字 帮助"
    search = only(shown, "form[role=search]")
    assert (search["method"], only(search, "[name=q]")["value"]) == ("get", "zs")
    assert {form["method"] for form in shown.select("form:not([role=search])")} == {"post"}
    assert "演示社区" in words(only(shown, ".demo"))


def test_large_type_is_one_attribute_and_one_way_back() -> None:
    shown = page({"frame": Frame(large=True, large_url="/type/")})
    assert only(shown, "html")["data-type"] == "large"
    button = only(shown, ".rail form[action='/type/'] button[name=size]")
    assert (button["value"], button.get_text()) == ("normal", "常规字")
    assert only(shown, ".rail [name=next]")["value"] == "/m/?q=zs"


def test_a_page_says_what_it_is_for_and_how_it_counts() -> None:
    shown = page({"basis": "口径：截至 6月11日。"})
    assert only(shown, "p.lead").get_text() == "全体党员。"
    assert only(shown, "p.basis:not(.print-only)").get_text() == "口径：截至 6月11日。"
    assert page({}).select("p.basis:not(.print-only)") == []


def test_htmx_is_told_to_keep_the_policy() -> None:
    shown = page({})
    assert only(shown, "meta[name=htmx-config]")["content"] == '{"includeIndicatorStyles":false,"allowEval":false}'
    assert str(only(shown, "body")["hx-headers"]).startswith('{"X-CSRFToken":"')


def test_sheets_come_in_the_order_of_their_layers() -> None:
    names = [str(link["href"]).rsplit("/", 1)[1].split(".")[0] for link in page({}).select("link[rel=stylesheet]")]
    assert names == ["tokens", "base", "layout", "components", "utilities", "print"]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "429", "500", "503"])
def test_error_pages_need_no_context(name: str) -> None:
    shown = BeautifulSoup(get_template(f"{name}.html").render(), "html.parser")
    assert only(shown, "h1").get_text() != ""
    assert only(shown, "p.lead").get_text() != ""
    assert len(shown.select("main li")) >= 2
    assert f"错误编号 {name[:3]}" in words(shown)
    assert "资料" in words(only(shown, "main > p > b"))


def test_server_error_gives_the_number_that_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    response = views.server_error(request("/members/"))
    number = caplog.records[-1].args[0]  # type: ignore[index]
    assert response.status_code == 500
    assert f"错误编号 500-{number}" in response.content.decode()


def test_busy_says_when_to_come_back() -> None:
    response = views.unavailable(request())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")


def test_gallery_shows_every_tag() -> None:
    from lianxin.ui.templatetags.ui import register

    html = views.gallery(request("/ui/")).content.decode()
    shown = BeautifulSoup(html, "html.parser")
    helpers = {"ui_capture", "ui_part", "ui_now", "ui_asset", "ui_layers", "ui_fieldset", "ui_once"}
    usage = " ".join(pre.get_text() for pre in shown.select(".usage pre"))
    undocumented = {name for name in register.tags if name not in helpers and name not in usage}
    assert undocumented == set()
    for anchor in ("buttons", "pills", "notices", "tables", "wide", "form", "form-errors", "record", "conflict"):
        assert shown.select(f"#{anchor}") != []
    ids = [element["id"] for element in shown.select("section[id]")]
    assert len(ids) == len(set(ids))


def test_gallery_in_large_type() -> None:
    shown = BeautifulSoup(views.gallery(request("/ui/?large=1")).content, "html.parser")
    assert only(shown, "html")["data-type"] == "large"


@pytest.mark.parametrize("name", sorted(views.SAMPLE_PAGES))
def test_whole_pages_have_one_title(name: str) -> None:
    shown = BeautifulSoup(views.sample(request(f"/ui/{name}/"), name).content, "html.parser")
    assert only(shown, "main h1").get_text() != ""
    assert only(shown, "html")["lang"] == "zh-CN"


def test_unknown_sample_is_not_found() -> None:
    with pytest.raises(Http404):
        views.sample(request(), "../secret")


def test_confirm_page_asks_and_leads_back() -> None:
    shown = BeautifulSoup(views.sample(request(), "confirm").content, "html.parser")
    form = only(shown, "main form")
    assert form["method"] == "post"
    assert only(form, "button.danger").get_text() == "转出"
    assert only(form, "[name=once]")["value"] != ""
    assert only(form, "a.btn")["href"] == "../"


def test_capture_serves_a_text_twice() -> None:
    assert words(soup("{% ui_capture as x %} 党员 {% endui_capture %}{{ x }}|{{ x }}")) == "党员|党员"
