"""Accounts, roles, and looking for something in the trail."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lianxin.access.actions import Thing
from lianxin.access.models import User
from lianxin.access.rules import NARROWED_KINDS, grantable_roles
from lianxin.access.scope import open_grants
from lianxin.audit.queries import Wanted
from lianxin.backoffice.actions import RoleWanted
from lianxin.backoffice.queries import ORGANISATIONS_SHOWN, organisations_to_grant_in, things_for
from lianxin.declare.labels import audit_labels
from lianxin.declare.parameters import Parameter
from lianxin.declare.roles import ROLE_LABELS, Role
from lianxin.kernel.names import tidy_name
from lianxin.orgs.editing import DayField
from lianxin.orgs.models import Organisation
from lianxin.parameters.actions import shown

NOUNS = {Role.MEMBER: "党员的姓名", Role.COURTYARD_HEAD: "院坝名称", Role.UNIT_LIAISON: "单位名称"}


class AccountFilter(forms.Form):
    """Above the list of accounts."""

    q = forms.CharField(label="姓名或用户名", required=False, max_length=40)
    role = forms.ChoiceField(label="角色", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("open", "启用"), ("closed", "停用")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", [("", "全部"), *((role.value, label) for role, label in ROLE_LABELS.items())])


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """An organisation, indented by its depth in the tree."""

    def label_from_instance(self, obj: Organisation) -> str:
        """The everyday name."""
        return "　" * (len(obj.path) // 4 - 1) + (obj.short_name or obj.name)


class OfferedField(forms.ChoiceField):
    """A choice offered only after the first try; what may be chosen is decided in the form's ``clean``."""

    def valid_value(self, value: object) -> bool:
        """Nothing is refused here."""
        return True


class RoleForm(forms.Form):
    """A role in an organisation, for roles about one thing with that thing found by its name."""

    role = forms.ChoiceField(label="角色", help_text="这个人能看什么、做什么，全看角色；每个角色的权限见“角色”一页。")
    organisation = OrganisationField(
        label="在哪个组织",
        empty_label="请选择",
        help_text="角色在这个组织和它的下级里有效。",
        queryset=Organisation._default_manager.none(),
    )
    thing_name = forms.CharField(
        label="限定到谁、哪里",
        help_text="只有党员、院坝委员、单位联络员要填：党员姓名、院坝名称或单位名称，写一部分也行。",
        required=False,
        max_length=60,
    )
    thing = OfferedField(
        label="是哪一个", help_text="名称相近的有好几个，请点一个。", required=False, widget=forms.RadioSelect
    )
    since = forms.DateField(
        label="从哪天起", help_text="留空就是今天。", required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label="到哪天止",
        help_text="从这天起不再有效；长期的留空。",
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    note = forms.CharField(label="说明", help_text="例如批准的会议或文号，以后查得到。", required=False, max_length=200)

    def __init__(self, *args: Any, giver: User, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.organisations: QuerySet[Organisation] = organisations_to_grant_in(giver)
        roles = {role for grant in open_grants(giver) for role in grantable_roles(giver, grant.organisation_path)}
        blank = [("", "以后再给")] if optional else [("", "请选择")]
        _choices(self, "role", [*blank, *((role.value, role.label) for role in Role if role in roles)])
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.organisations[:ORGANISATIONS_SHOWN] if not self.is_bound else self.organisations
        self.fields["role"].required = field.required = not optional
        if "thing" not in self.data:
            self.fields["thing"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """The role may be given there, and the thing is found."""
        data = super().clean() or {}
        organisation = data.get("organisation")
        role = Role(data["role"]) if data.get("role") else None
        if role is None or organisation is None:
            if role is not None and "organisation" not in self.errors:
                self.add_error("organisation", "给角色要选一个组织。")
            return data
        if role not in grantable_roles(self.giver, organisation.path):
            self.add_error("role", f"您不能在{organisation.name}给“{role.label}”。")
        elif role in NARROWED_KINDS:
            data["found"] = self._thing(role, organisation, data.get("thing_name", ""), self.data.get("thing", ""))
        return data

    def wanted(self) -> RoleWanted | None:
        """The role asked for; None when none was."""
        data = self.cleaned_data
        if not data.get("role"):
            return None
        return RoleWanted(
            role=Role(data["role"]),
            organisation=data["organisation"],
            thing=data.get("found"),
            since=data.get("since"),
            until=data.get("until"),
            note=data.get("note", ""),
        )

    def _thing(self, role: Role, organisation: Organisation, text: str, chosen: str) -> Thing | None:
        if organisation.community_id is None:
            self.add_error("organisation", f"“{role.label}”要选到社区或支部。")
            return None
        if not text.strip():
            self.add_error("thing_name", f"请填{NOUNS[role]}。")
            return None
        found = things_for(self.giver, role, organisation, text.strip())
        picked = [one for one in found if str(one.thing.id) == chosen] or (found if len(found) == 1 else [])
        if picked:
            return picked[0].thing
        if not found:
            self.add_error("thing_name", f"本社区没有找到“{text.strip()}”，请先登记{NOUNS[role]}。")
            return None
        field = self.fields["thing"]
        assert isinstance(field, forms.ChoiceField)
        field.widget = forms.RadioSelect()
        field.choices = [(str(one.thing.id), " ".join(filter(None, [one.thing.label, one.detail]))) for one in found]
        self.add_error("thing", f"找到 {len(found)} 个，请点一个。")
        return None


class OpenAccountForm(RoleForm):
    """A new account, perhaps at once with its first role."""

    name = forms.CharField(label="姓名", help_text="页面上和审计记录里显示的名字。", max_length=50)
    username = forms.CharField(
        label="用户名",
        help_text="登录时输的。留空就用姓名的拼音。",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["name", "username", "role", "organisation", "thing_name", "thing", "since", "until", "note"]

    def clean_name(self) -> str:
        """Without blanks between characters."""
        return tidy_name(self.cleaned_data["name"])


class BareAccountForm(forms.Form):
    """A new account by somebody who gives no roles."""

    name = forms.CharField(label="姓名", help_text="页面上和审计记录里显示的名字。", max_length=50)
    username = forms.CharField(
        label="用户名", help_text="登录时输的。留空就用姓名的拼音。", required=False, max_length=40
    )

    def clean_name(self) -> str:
        """Without blanks between characters."""
        return tidy_name(self.cleaned_data["name"])

    def wanted(self) -> RoleWanted | None:
        """None: the role is given by somebody else."""
        return None


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(label="为什么", help_text="记入审计，以后查得到。", max_length=200)


class ParameterForm(forms.Form):
    """A parameter's new value."""

    value = forms.DecimalField(label="新的数值", max_digits=14, decimal_places=4)
    since = DayField(label="从哪天起", help_text="文件生效的那一天；在这以前仍按原来的数值。")
    basis = forms.CharField(
        label="依据", max_length=200, help_text="哪个文件第几条，或者哪次会议定的；以后有人问得出来。"
    )
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, declared: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = f"单位是{declared.unit}；出厂数值 {shown(declared.default)}。"


class SlipForm(forms.Form):
    """How long a slip is good."""

    days = forms.IntegerField(
        label="有效多少天", help_text="过了就作废；一般给两周。", min_value=1, max_value=60, initial=14
    )


class TrailFilter(forms.Form):
    """Above the audit trail."""

    actor = forms.CharField(label="谁", required=False, max_length=40)
    action = forms.ChoiceField(label="做了什么", required=False)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput({"type": "date"}))
    target = forms.CharField(label="对象", required=False, max_length=60)
    target_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = sorted(audit_labels().items(), key=lambda item: item[1])
        _choices(self, "action", [("", "全部"), *labels])

    def wanted(self) -> Wanted:
        """What the valid fields ask for."""
        data = self.cleaned_data
        return Wanted(
            actor=data.get("actor", ""),
            action=data.get("action", ""),
            since=data.get("since"),
            until=data.get("until"),
            target=data.get("target", ""),
            target_id=data.get("target_id"),
        )


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class KeySheetForm(forms.Form):
    """Before the key is shown."""

    reason = forms.CharField(
        label="为什么打印", max_length=200, help_text="例如“第一次打印，锁进保险柜”。理由、时间和您的名字记入审计。"
    )
    alone = forms.BooleanField(
        label="我身边没有别人，打印出来马上锁好", help_text="拿到密钥和备份的人，就能读到全部资料。"
    )
