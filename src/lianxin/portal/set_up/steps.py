"""The steps in their order, what was answered already, and how far one has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from lianxin.access.models import User
from lianxin.portal.models import SetUpDraft
from lianxin.portal.set_up.forms import CommunityStep, DutiesStep, OfficeStep, OrganisationsStep
from lianxin.ui.parts import Step

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A step that asks something."""

    code: str
    label: str
    heading: str
    lead: str
    form: type[forms.Form]
    columns: int = 1


ASKING = (
    Asking("community", "社区", "您的社区", "先写社区叫什么、归谁管。必填的只有两样。", CommunityStep, 2),
    Asking("organisations", "党组织", "社区的党组织", "社区自己的党组织和下面的支部、党小组。", OrganisationsStep),
    Asking("duties", "您的角色", "您的角色", "您用刚才开的账号，以什么身份办事。", DutiesStep),
    Asking("office", "办公室", "怎么找到办公室", "地址、电话、时间：印在给党员和居民的纸上。", OfficeStep),
)
BY_CODE = {step.code: step for step in ASKING}
CHECK = "check"
ORDER = (*BY_CODE, CHECK)


def answers_of(user: User) -> Answers:
    """What the user has answered so far, by step and field."""
    draft = SetUpDraft.objects.filter(user=user).first()
    return draft.answers if draft else {}


def first_open(answers: Answers) -> str:
    """The first step that is not answered, the check when all are."""
    return next((step.code for step in ASKING if step.code not in answers), CHECK)


def form_of(code: str, answers: Answers, data: Mapping[str, Any] | None = None) -> forms.Form:
    """A step's form, empty but for what was answered, or bound to ``data``."""
    form = BY_CODE[code].form(data, initial=dict(answers.get(code, {})))
    if isinstance(form, OrganisationsStep):
        form.community_name = str(answers.get("community", {}).get("name", ""))
    return form


def answered_forms(answers: Answers) -> dict[str, forms.Form]:
    """Every step's form bound to its answers."""
    return {step.code: form_of(step.code, answers, answers.get(step.code, {})) for step in ASKING}


def shown_steps(current: str, answers: Answers, *, founded: bool = False) -> list[Step]:
    """All steps as the head of the page shows them, the account before and the roster behind them too."""
    lines = [Step("账号", "done")]
    for code, label in (*((step.code, step.label) for step in ASKING), (CHECK, "核对")):
        done = founded or code in answers
        lines.append(Step(label, "current" if code == current else "done" if done else "next"))
    return [*lines, Step("名册", "current" if founded else "next")]
