"""One shape for every page that changes a record: ask, do, tell; and when two people changed it, show both."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from lianxin.access.views_support import new_once
from lianxin.audit.models import AuditEntry
from lianxin.audit.queries import entries_for
from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.declare.labels import audit_label, field_label
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate, PartialDateError, Precision
from lianxin.ui.parts import Conflict, Event, Link
from lianxin.ui.widgets import PartialDateInput

ALREADY_DONE = "刚才已经提交过了，没有重复登记。"
CONFLICT_STATUS = 409
_META = ("version", "was")


class DayInput(forms.TextInput):
    """A day typed as text."""

    short = True
    hint = "写到哪一天，例如 2026.6.30。"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "maxlength": "14", **(attrs or {})})


class DayField(forms.CharField):
    """A day written in any of the usual ways; cleans to ``date`` or None."""

    widget = DayInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 (as Django declares it)
        """The day."""
        if isinstance(value, date) or not value:
            return value or None
        parsed = _parsed(str(value))
        if parsed.precision is not Precision.DAY:
            raise forms.ValidationError("请写到哪一天，例如 2026.6.30。")
        return parsed.on


class PartialDateField(forms.CharField):
    """A date as far as it is known; cleans to ``PartialDate`` or None."""

    widget = PartialDateInput

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 (as Django declares it)
        """The partial date."""
        return value if isinstance(value, PartialDate) else _parsed(str(value)) if value else None


class VersionedForm(forms.Form):
    """A form over a record that has a version; remembers what it showed, to tell whose change is whose."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["was"] = json.dumps(
                {name: as_typed(self.initial.get(name)) for name in self.fields if name not in _META},
                ensure_ascii=False,
            )

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned fields without version and memory."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _META}


class TakeBackForm(VersionedForm):
    """Taking back what was entered by mistake."""

    reason = forms.CharField(
        label="撤回的理由", max_length=200, help_text="为什么说是登记错了；写进改动记录，别人以后看得到。"
    )


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form: heading, one line what it is for, its button, the way back.

    ``others`` are what one may have come for instead, below the form.
    """

    heading: str
    lead: str
    back: str
    submit: str = "保存"
    columns: int = 1
    notes: tuple[str, ...] = ()
    others: tuple[Link, ...] = ()


def sent(request: HttpRequest, present: Mapping[str, Any] | None = None) -> QueryDict | None:
    """What a form is bound to: nothing on GET; on POST what was typed, with "theirs" where that was chosen.

    ``present`` is the record as it stands now, as the form's initial.
    """
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name, value in (present or {}).items():
        if data.get(f"keep_{name}") == "theirs":
            data[name] = as_typed(value)
            if value is False:
                del data[name]
    return data


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    page: FormPage,
    initial_of: Callable[[Any], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Show the form; when it comes back in order, act and go where ``act`` says.

    ``initial_of`` reads the form's initial from a record as it stands; needed where versions are compared.
    """
    conflicts: list[Conflict] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except AlreadyDoneError:
            messages.info(request, ALREADY_DONE)
            return redirect(page.back)
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except IntegrityError:
            form.add_error(None, "刚才有人登记了同样的内容，请核对以后再存。")
        except StaleVersionError as error:
            if error.current is None:
                raise Http404 from None  # taken back meanwhile: as if opened just now
            if initial_of is None:
                raise
            present = initial_of(error.current)
            conflicts, status = _conflicts(form, present), CONFLICT_STATUS
            _over_version(form, present["version"])
    return render(
        request,
        "orgs/form.html",
        {"form": form, "page": page, "conflicts": conflicts, "conflict": status == CONFLICT_STATUS, "once": new_once()},
        status=status,
    )


def answer_taking_back(
    request: HttpRequest,
    row: Any,  # noqa: ANN401 (any record with a version)
    act: Callable[[int, str], str],
    page: FormPage,
    refusal: str = "",
) -> HttpResponse:
    """Ask once more and why, then take back and go where ``act`` says; it gets the version shown and the reason.

    ``refusal`` says beforehand why that cannot be at all, so that nobody writes a reason for nothing.
    """
    if refusal and request.method != "POST":
        messages.error(request, refusal)
        return redirect(page.back)
    form = TakeBackForm(sent(request), initial={"version": row.version})

    def done() -> str:
        return act(form.cleaned_data["version"], form.cleaned_data["reason"])

    return answer_form(request, form, done, page, lambda current: {"version": current.version})


def changes_of(target_kind: str, row: Model) -> list[Event]:
    """What was changed in a record, by whom and when, as a timeline; sensitive values are masked in the trail."""
    return [_event(entry) for entry in entries_for(target_kind, row.pk, 20)]


def as_typed(value: object) -> str:
    """A value as its field shows it in a form."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)


def _parsed(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except PartialDateError as error:
        raise forms.ValidationError(str(error)) from error


def _conflicts(form: forms.Form, theirs: Mapping[str, Any]) -> list[Conflict]:
    """The fields that differ."""
    try:
        was = json.loads(form.data.get("was", "") or "{}")
    except ValueError:
        was = {}
    rows = []
    for name in form.fields:
        mine, now = as_typed(form.cleaned_data.get(name)), as_typed(theirs.get(name))
        if name in _META or mine == now:
            continue
        before = str(was.get(name, "")) if isinstance(was, dict) else ""
        label = str(form.fields[name].label or name)
        before, now, mine = (_shown(form, name, text) for text in (before, now, mine))
        rows.append(Conflict(name, label, before, now, mine, choice=_choice(before, now, mine)))
    return rows


def _choice(before: str, theirs: str, mine: str) -> Literal["", "theirs", "mine"]:
    """Chosen beforehand where only one of the two changed something."""
    if mine == before:
        return "theirs"
    return "mine" if theirs == before else ""


def _shown(form: forms.Form, name: str, text: str) -> str:
    field_ = form.fields[name]
    if isinstance(field_, forms.BooleanField):
        return "是" if text else "否"
    choices = getattr(field_, "choices", None)
    if choices is None:
        return text
    return {str(value): str(label) for value, label in choices}.get(text, text)


def _over_version(form: forms.Form, version: int) -> None:
    """Let the same answers go over the record's new version."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


def _event(entry: AuditEntry) -> Event:
    told = "；".join(_change(name, pair) for name, pair in entry.changes.items())
    when = entry.at.astimezone(clock.TZ)
    return Event(
        when=f"{when:%Y-%m-%d %H:%M}",
        title=f"{audit_label(entry.action)} · {entry.actor_name}",
        text="。".join(filter(None, (told, entry.reason))),
    )


def _change(name: str, pair: list[Any]) -> str:
    old, new = (str(value) if value not in (None, "") else "（空）" for value in pair)
    return f"{field_label(name)}：{old} → {new}"
