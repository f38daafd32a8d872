"""The answers of the first run as they are read once more before anything is founded."""

from collections.abc import Mapping

from django import forms

from lianxin.declare.roles import ROLE_LABELS
from lianxin.orgs.choices import OrganisationKind
from lianxin.portal.set_up.actions import first_roles
from lianxin.portal.set_up.forms import OrganisationsStep
from lianxin.portal.set_up.listing import branch_names, read_list
from lianxin.ui.parts import Fact


def summary(code: str, forms_by_step: Mapping[str, forms.Form]) -> list[Fact]:
    """What was answered to a step, as facts."""
    form = forms_by_step[code]
    if isinstance(form, OrganisationsStep):
        return _organisations(form)
    if code == "duties":
        roles = "、".join(ROLE_LABELS[role] for role in first_roles(form.cleaned_data["role"]))
        return [Fact("您的角色", roles, wide=True)]
    return [Fact(str(field.label), form.cleaned_data[name]) for name, field in form.fields.items()]


def _organisations(form: OrganisationsStep) -> list[Fact]:
    kind = form.cleaned_data["kind"]
    facts = [Fact("类别", OrganisationKind(kind).label), Fact("全称", form.name_on_seal())]
    lines = read_list(form.cleaned_data["branches"], kind)
    for line in lines:
        groups = "、".join(line.groups)
        if line.name:
            full, short = branch_names(line.name, form.community_name)
            facts.append(Fact(short, full, note=f"下设{groups}" if groups else "", wide=True))
        else:
            facts.append(Fact("党小组", groups, wide=True))
    if not lines:
        facts.append(Fact("支部", "先不建", note="导入名册时按名册里的支部建立", wide=True))
    return facts
