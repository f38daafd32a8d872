"""Every component renders what it promises."""

from typing import Any

import pytest
from django import forms
from django.utils.safestring import SafeString
from tests.ui.helpers import only, soup, words

from lianxin.ui.forms import Renderer
from lianxin.ui.markup import fill
from lianxin.ui.parts import Conflict, Difference, Due, Event, Fact, Link, Paging, Step, initial_links


def test_icon_is_silent_and_scales_with_the_type() -> None:
    svg = only(soup('{% ui_icon "search" 20 %}'), "svg")
    assert svg["aria-hidden"] == "true"
    assert svg["width"] == svg["height"] == "1.25rem"
    assert "style" not in svg.attrs


def test_named_icon_is_announced() -> None:
    assert words(soup('{% ui_icon "eye" 20 "看得见" %}')) == "看得见"


def test_button_carries_name_value_and_question() -> None:
    button = only(soup('{% ui_button "转出" "danger" name="leave" value="1" confirm="真的“转出”？" %}'), "button")
    assert button["class"] == ["btn", "danger"]
    assert (button["type"], button["name"], button["value"]) == ("submit", "leave", "1")
    assert button["data-confirm"] == "真的“转出”？"


def test_button_with_address_is_a_link() -> None:
    link = only(soup('{% ui_button "打开" url="/members/" small=True %}'), "a")
    assert link["href"] == "/members/"
    assert link["class"] == ["btn", "small"]


def test_texts_are_escaped() -> None:
    page = soup("{% ui_button t %}{% ui_pill t %}{% ui_empty t t %}{% ui_masked t t %}", {"t": "<b>x</b>"})
    assert page.select("b") == []


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "quiet", "gold"])
def test_pill_says_its_state_in_word_and_icon(tone: str) -> None:
    pill = only(soup('{% ui_pill "资料不全" tone %}', {"tone": tone}), ".pill")
    assert tone in pill["class"]
    assert words(pill) == "资料不全"
    assert len(pill.select("svg")) == 1


def test_notice_has_heading_and_inside() -> None:
    notice = only(soup('{% ui_notice "warn" "同名同姓" %}<p>确认是两个人。</p>{% endui_notice %}'), ".notice.warn")
    assert only(notice, "h2").get_text() == "同名同姓"
    assert only(notice, "p").get_text() == "确认是两个人。"


def test_a_fold_tells_its_gist_and_is_found_by_its_inner_part() -> None:
    fold = only(
        soup('{% ui_fold "组织关系" gist="第一支部" id="places" %}<p>x</p>{% endui_fold %}'), "details.card.fold"
    )
    assert not fold.has_attr("open")
    assert words(only(fold, "summary")) == "组织关系 第一支部"
    assert only(fold, "#places").parent == fold, "a link to what is inside a closed part unfolds it"
    assert words(only(fold, "#places")) == "x"


def test_what_is_not_known_is_gathered_in_one_line() -> None:
    facts = [Fact("学历", "初中毕业"), Fact("学位"), Fact("籍贯", ""), Fact("党龄", "", note="缺转正日期，算不出")]
    page = soup("{% ui_facts facts gather=True %}", {"facts": facts})
    assert [dt.get_text() for dt in page.select("dt")] == ["学历", "党龄"]
    assert words(only(page, ".unsaid")) == "还没填：学位、籍贯。"
    assert soup("{% ui_facts facts gather=True %}", {"facts": facts[1:3]}).select("dl") == []
    assert soup("{% ui_facts facts %}", {"facts": facts}).select(".unsaid") == []


def test_a_brief_table_is_a_stacked_one() -> None:
    wrap = only(soup('{% ui_table "名单" brief=True %}<tbody></tbody>{% endui_table %}'), ".table-wrap")
    assert wrap["class"] == ["table-wrap", "stacked", "brief"]
    assert not wrap.has_attr("tabindex")


def test_card_has_heading_and_one_link() -> None:
    card = only(soup('{% ui_card "该办的事" link="全部" url="/due/" %}<p>x</p>{% endui_card %}'), "section.card")
    assert only(card, "h2").get_text() == "该办的事"
    assert only(card, ".card-head a")["href"] == "/due/"


def test_empty_says_what_to_do_first() -> None:
    page = soup('{% ui_empty "还没有党员" "先导入。" action="导入花名册" url="/import/" %}')
    assert only(page, "h2").get_text() == "还没有党员"
    assert only(page, "a.primary")["href"] == "/import/"


def test_table_stacks_on_a_phone_and_needs_no_extra_stop() -> None:
    wrap = only(soup('{% ui_table "党员名单" %}<tbody></tbody>{% endui_table %}'), ".table-wrap")
    assert "stacked" in wrap["class"]
    assert "tabindex" not in wrap.attrs
    assert only(wrap, "caption").get_text() == "党员名单"


def test_wide_table_is_a_named_region_for_the_keyboard() -> None:
    wrap = only(soup('{% ui_table "花名册" wide=True %}<tbody></tbody>{% endui_table %}'), ".table-wrap.wide")
    assert (wrap["role"], wrap["tabindex"], wrap["aria-label"]) == ("region", "0", "花名册")


@pytest.mark.parametrize(
    ("address", "state", "following"),
    [
        ("/?after=x&branch=1", "none", "?branch=1&sort=name"),
        ("/?sort=name", "ascending", "?sort=-name"),
        ("/?sort=-name", "descending", "?sort=name"),
    ],
)
def test_sort_header_says_and_turns_the_order(address: str, state: str, following: str) -> None:
    page = soup('<table><tr>{% ui_sort "姓名" "name" %}</tr></table>', address=address)
    assert only(page, "th")["aria-sort"] == state
    assert only(page, "a")["href"] == following


def test_paging_shows_only_where_one_can_go() -> None:
    page = soup("{% ui_paging p %}", {"p": Paging(next_url="?after=9", text="共 78 人")})
    assert [(a["rel"], a["href"]) for a in page.select("a")] == [(["next"], "?after=9")]
    assert "共 78 人" in words(page)


def test_nothing_to_page_shows_nothing() -> None:
    assert words(soup("{% ui_paging p %}{% ui_initials p.initials %}", {"p": Paging()})) == ""


def test_initials_link_only_where_somebody_is() -> None:
    links = initial_links(path="/m/", current="l", present="al", keep=[("sort", "name"), ("initial", "z")])
    page = soup("{% ui_initials links %}", {"links": links})
    assert [(a.get_text(), a["href"]) for a in page.select("a")] == [
        ("A", "/m/?sort=name&initial=a"),
        ("L", "/m/?sort=name&initial=l"),
    ]
    assert only(page, "[aria-current]").get_text() == "L"
    assert len(page.select("span")) == 24


class _Filter(forms.Form):
    default_renderer = Renderer
    q = forms.CharField(label="姓名", required=False)
    branch = forms.ChoiceField(label="支部", required=False, choices=[("", "全部"), ("1", "第一支部")])
    gaps = forms.BooleanField(label="资料不全", required=False)


def test_filters_stand_below_as_chips_that_can_be_taken_away() -> None:
    address = "/?q=zs&branch=1&gaps=on&after=abc&sort=name"
    page = soup("{% ui_filters form %}", {"form": _Filter({"q": "zs", "branch": "1", "gaps": "on"})}, address=address)
    assert [(words(chip), chip["href"]) for chip in page.select("a.chip")] == [
        ("姓名：zs", "?branch=1&gaps=on&sort=name"),
        ("支部：第一支部", "?q=zs&gaps=on&sort=name"),
        ("资料不全：是", "?q=zs&branch=1&sort=name"),
    ]
    assert only(page, "form")["method"] == "get"
    assert only(page, "input[name=sort]")["value"] == "name"
    assert [label["for"] for label in page.select("label")] == ["id_q", "id_branch", "id_gaps"]


def test_no_filter_no_chips() -> None:
    assert soup("{% ui_filters form %}", {"form": _Filter({})}).select(".chips") == []


def test_tabs_and_crumbs_say_where_we_are() -> None:
    links = [Link("基本情况", "/a/", current=True), Link("改动", "/b/", note="3")]
    page = soup("{% ui_tabs links %}{% ui_crumbs links %}", {"links": links})
    assert only(page, ".tabs [aria-current=page]").get_text() == "基本情况"
    assert [li.get_text() for li in page.select(".crumbs li")] == ["基本情况", "改动"]


def test_facts_say_when_something_is_not_known() -> None:
    facts = [Fact("姓名", "柳秀兰"), Fact("户数", 0), Fact("照护人", ""), Fact("支部", "第一支部", "/b/", "书记")]
    page = soup("{% ui_facts facts %}", {"facts": facts})
    assert [words(dd) for dd in page.select("dd")] == ["柳秀兰", "0", "未填", "第一支部 书记"]


def test_timeline_marks_what_was_recorded_later() -> None:
    events = [Event("6月11日", "走访", late=True), Event("6月3日", "反映院墙开裂", url="/c/1/")]
    page = soup("{% ui_timeline events %}", {"events": events})
    assert words(page.select("li")[0]) == "6月11日 补记 走访"
    assert page.select("li")[1].a is not None


def test_due_item_has_the_one_action_that_settles_it() -> None:
    page = soup("{% ui_due items %}", {"items": [Due("承诺 · 今天", "回话", "等", "warn", "打电话", "/d/")]})
    assert only(page, "a")["href"] == "/d/"
    assert words(page) == "承诺 · 今天 回话 等 打电话"


def test_figure_opens_its_ledger() -> None:
    stat = only(soup('{% ui_stat 78 "党员" "/ledgers/" unit="人" %}'), "a.stat")
    assert stat["href"] == "/ledgers/"
    assert words(stat) == "78 人 党员"


def test_door_has_one_line_of_what_is_true_now() -> None:
    door = only(soup('{% ui_door "会" "下次活动" "明天上午9点" "/next/" main=True %}'), "a.door.main")
    assert only(door, "[aria-hidden]").get_text() == "会"
    assert words(door).endswith("下次活动 明天上午9点")


def test_steps_say_which_is_now_and_which_are_done() -> None:
    page = soup("{% ui_steps s %}", {"s": [Step("选文件", "done"), Step("看差异", "current"), Step("存")]})
    assert words(only(page, "[aria-current=step]")) == "看差异"
    assert words(page.select("li")[0]) == "选文件 （已完成）"


def test_progress_in_bar_and_words() -> None:
    page = soup('{% ui_progress 72 100 "正在存" "可以离开" %}')
    bar = only(page, "progress")
    assert (bar["value"], bar["max"], bar["aria-label"]) == ("72", "100", "正在存")
    assert "72 / 100" in words(page)


def test_masked_value_is_shown_by_post_only() -> None:
    form = only(soup('{% ui_masked "138****5678" "电话" "/r/" "phone" %}', address="/m/1/?a=b"), "form")
    assert (form["method"], form["action"]) == ("post", "/r/")
    assert only(form, "[name=field]")["value"] == "phone"
    assert only(form, "[name=next]")["value"] == "/m/1/?a=b"
    assert form.select("[name=csrfmiddlewaretoken]") != []


def test_masked_value_may_ask_why() -> None:
    page = soup('{% ui_masked "000000********1234" "身份证号" "/r/" "id_number" reason=True %}')
    assert "required" in only(page, "details [name=reason]").attrs


def test_masked_value_without_address_stays_masked() -> None:
    assert soup('{% ui_masked "138****5678" "电话" %}').select("form") == []


def test_diff_reads_old_and_new() -> None:
    rows = [Difference("支部", "第二支部", "第一支部"), Difference("备注", "", "x"), Difference("电话", "y", "")]
    page = soup("{% ui_diff rows %}", {"rows": rows})
    assert [words(dd) for dd in page.select("dd")] == [
        "原来： 第二支部 改成： 第一支部",
        "原来空着 改成： x",
        "原来： y 清空",
    ]


def test_conflict_offers_both_and_presses_nobody() -> None:
    rows = [Conflict("phone", "电话", "1", "2", "1", "theirs"), Conflict("address", "住址", "a", "b", "c")]
    page = soup('{% ui_conflict rows who="罗平" when="10:42" %}', {"rows": rows})
    radios: list[tuple[Any, Any, bool]] = [(r["name"], r["value"], "checked" in r.attrs) for r in page.select("input")]
    assert radios == [
        ("keep_phone", "theirs", True),
        ("keep_phone", "mine", False),
        ("keep_address", "theirs", False),
        ("keep_address", "mine", False),
    ]
    assert "罗平改成（10:42）" in words(page)


def test_a_part_is_made_once_for_the_same_values() -> None:
    template = '{% ui_part "ui/_brand.html" url="/" community=name %}'
    first, again, other = (soup(template, {"name": name}) for name in ("复兴社区", "复兴社区", "<b>永宁</b>"))
    assert str(first) == str(again)
    assert words(only(other, ".brand span")) == "<b>永宁</b>"


def test_markup_escapes_what_is_not_safe_already() -> None:
    assert fill("<i>{}{}{}</i>", "<b>\"'&", SafeString("<br>"), 3) == "<i>&lt;b&gt;&quot;&#x27;&amp;<br>3</i>"
    assert isinstance(fill("{}", "x"), SafeString)
