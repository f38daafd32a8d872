"""Invented people and papers for the gallery; nothing here is anybody's data."""

from django import forms
from django.contrib.messages import SUCCESS, WARNING
from django.contrib.messages.storage.base import Message

from lianxin.ui.forms import Renderer
from lianxin.ui.parts import (
    Conflict,
    Difference,
    Due,
    Event,
    Fact,
    Frame,
    Link,
    Paging,
    Step,
    initial_links,
)
from lianxin.ui.widgets import FigureInput, IdNumberInput, PartialDateInput, PhoneInput

PLACES = ("今日", "党员", "活动", "共建", "责任区", "民情", "阵地", "评议", "创建", "台账")
BRANCHES = [("", "全部支部"), ("1", "第一支部"), ("2", "第二支部")]

MEMBERS = (
    {
        "name": "柳秀兰",
        "sex": "女",
        "branch": "第一支部",
        "joined": "1974年6月18日",
        "years": 52,
        "tone": "ok",
        "state": "正式",
    },
    {
        "name": "欧阳建国",
        "sex": "男",
        "branch": "第二支部",
        "joined": "1986年7月",
        "years": 39,
        "tone": "warn",
        "state": "资料不全",
    },
    {
        "name": "贺长青",
        "sex": "男",
        "branch": "第一支部",
        "joined": "2025年12月1日",
        "years": 0,
        "tone": "info",
        "state": "预备",
    },
)


def frame(*, large: bool = False, current: str = "党员") -> Frame:
    """A frame with everything in it."""
    return Frame(
        community="复兴社区党总支",
        nav=tuple(Link(label, url="#", key=label, current=label == current) for label in PLACES),
        foot=(Link("管理", "#", "manage"), Link("帮助", "#", "help")),
        user_name="钱文静",
        account_url="#",
        logout_url="#",
        demo=True,
        demo_exit_url="#",
        large=large,
        large_url="#",
        search_url="#",
        show_search=True,
    )


class MemberForm(forms.Form):
    """Every kind of field."""

    default_renderer = Renderer
    fieldsets = (
        ("这个人", "只问党员管理用得着的。", ("name", "sex", "id_number", "birth_date")),
        ("怎么联系", "开会、走访、送学上门时用。", ("phone", "channels", "address", "note")),
        ("党籍", "", ("join_date", "branch", "years", "probationary", "paper")),
    )

    name = forms.CharField(
        label="姓名",
        max_length=40,
        help_text="与身份证上一致；生僻字请照原样写。",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(label="性别", choices=[("1", "男"), ("2", "女")], widget=forms.RadioSelect)
    id_number = forms.CharField(
        label="身份证号", help_text="用来认准是同一个人，平时只显示头尾几位。", widget=IdNumberInput
    )
    birth_date = forms.CharField(label="出生日期", required=False, widget=PartialDateInput)
    phone = forms.CharField(label="电话", required=False, help_text="手机、座机都可以。", widget=PhoneInput)
    channels = forms.MultipleChoiceField(
        label="愿意怎样联系",
        required=False,
        choices=[("call", "打电话"), ("visit", "上门"), ("letter", "写信"), ("carer", "告诉家里人")],
        widget=forms.CheckboxSelectMultiple,
    )
    address = forms.CharField(label="住址", required=False, help_text="分院坝、责任区和上门都要用。")
    note = forms.CharField(
        label="还要知道的", required=False, widget=forms.Textarea, help_text="例如：耳朵背，请大声些；说昆明话。"
    )
    join_date = forms.CharField(label="入党日期", help_text="算党龄和政治生日用。", widget=PartialDateInput)
    branch = forms.ChoiceField(label="所在支部", choices=BRANCHES[1:])
    years = forms.CharField(label="户数", required=False, widget=FigureInput)
    probationary = forms.BooleanField(label="现在是预备党员", required=False)
    paper = forms.FileField(label="入党志愿书复印件", required=False, help_text="PDF 或照片，不超过 10 兆。")


class FilterForm(forms.Form):
    """A filter bar."""

    default_renderer = Renderer

    q = forms.CharField(label="姓名或拼音首字母", required=False)
    branch = forms.ChoiceField(label="支部", required=False, choices=BRANCHES)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("1", "正式"), ("2", "预备")])
    gaps = forms.BooleanField(label="资料不全", required=False)


def faulty_form() -> MemberForm:
    """The form as it comes back with mistakes."""
    form = MemberForm(
        {
            "name": "柳秀兰",
            "id_number": "000000195707010000",
            "birth_date": "1957.13",
            "branch": "1",
            "channels": ["call"],
        }
    )
    form.add_error("id_number", "最后一位校验码不对，请对照身份证再看一遍。")
    form.add_error("birth_date", "“1957.13”不是一个日期：没有 13 月。")
    return form


MESSAGES = (
    Message(SUCCESS, "柳秀兰的电话已经改好，记入了 党员花名册。"),
    Message(WARNING, "入党日期只到月份，党龄按当月 1 日算，前面写“约”。"),
)

DUES = (
    Due(
        "承诺 · 过 1 天",
        "西昌路126号院危房：答应 6月10日 给柳秀兰回话",
        "民情上报单街道 6月4日签收，还没有答复",
        "bad",
        "再次询问",
        "#",
    ),
    Due("承诺 · 今天", "给石桥铺7号院答复楼道灯", "电力公司昨天已修好，等回话", "warn", "打电话回话", "#"),
    Due("规定 · 30日前", "第二支部 二季度党员大会还没有开", "8位行动不便的同志要送学上门", "quiet", "安排", "#"),
    Due("该问候了", "流动党员 贺长青", "上次 5月11日电话 · 约好每月一次", "quiet", "记一次联系", "#"),
)

FACTS = (
    Fact("姓名", "柳秀兰"),
    Fact("所在支部", "第一支部", url="#"),
    Fact("党龄", "52年", note="1974年入党，当时无预备期"),
    Fact("出生", "1951年7月"),
    Fact("院坝", "和平巷3号院", url="#", note="院坝委员"),
    Fact("照护人", ""),
    Fact("住址", "和平巷3号院2幢1单元301室", wide=True),
)

EVENTS = (
    Event("2026年6月11日 9:12", "走访东寺街18号院孤寡老人", "志愿者口述，代记 · 进了 好事、帮扶走访、志愿服务", "#"),
    Event("2026年6月3日", "反映院墙开裂", "街道 6月4日签收", "#", late=True),
    Event("2026年6月18日", "入党五十二周年", "谈话人 支部书记", tone="gold"),
    Event("1974年6月18日", "加入中国共产党"),
)

STEPS = (Step("选文件", "done"), Step("对列名", "done"), Step("看差异", "current"), Step("存进去"))

DIFFERENCES = (
    Difference("所在支部", "第二支部", "第一支部"),
    Difference("电话", "138****5678", "139****0001"),
    Difference("照护人", "", "女儿 方小玲"),
    Difference("备注", "已搬走", ""),
)

CONFLICTS = (
    Conflict("phone", "电话", "138****5678", "139****0001", "138****5678", "theirs"),
    Conflict("address", "住址", "和平巷3号院", "和平巷5号院", "西昌路126号院"),
    Conflict("carer", "照护人", "", "", "女儿 方小玲", "mine"),
)

CRUMBS = (Link("党员", "#"), Link("第一支部", "#"))
TABS = (
    Link("基本情况", "#", current=True),
    Link("组织生活", "#", note="12"),
    Link("走访与联系", "#", note="3"),
    Link("改动记录", "#"),
)
PAGING = Paging(previous_url="#", next_url="#", text="本页 20 人，共 78 人")
INITIALS = initial_links(path="", current="L", present="ACDFGHLMNOPQSWXYZ")
ICONS = (
    "search",
    "printer",
    "users",
    "calendar",
    "house",
    "phone",
    "file-text",
    "pencil",
    "history",
    "upload",
    "download",
)
