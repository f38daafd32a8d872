"""Bringing in a roster of courtyards or units, page by page: choose a file, look, decide, take it back if it was wrong.

Both kinds have the same pages; :class:`Pages` holds those of one.
"""

import io
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh

from lianxin.access.views_support import actor_of, get_visible_or_404, new_once, once_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.files.errors import StorageError
from lianxin.files.places import passing_file
from lianxin.residents.rosters import queries, showing
from lianxin.residents.rosters.addresses import name_of, names_of
from lianxin.residents.rosters.committing import ask_for_commit
from lianxin.residents.rosters.errors import export_errors
from lianxin.residents.rosters.kinds import Kind
from lianxin.residents.rosters.models import Roster, RosterState
from lianxin.residents.rosters.prepared import UnreadableFile
from lianxin.residents.rosters.receiving import read_again, receive_roster
from lianxin.residents.rosters.staging import discard_roster
from lianxin.residents.rosters.taking_back import ask_to_take_back, why_not
from lianxin.tables.forms import ColumnsForm, UploadForm
from lianxin.tables.template_file import write_template
from lianxin.ui.paging import key_page, paging_links

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALREADY = "刚才已经提交过了，没有重复登记。"
_NEWEST_FIRST = ("-created_at", "-id")
_WITHOUT_LINES = (RosterState.READING, RosterState.DISCARDED)


class Pages:
    """The pages of one kind of roster."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._noun = kind.code.label

    def rosters(self, request: HttpRequest) -> HttpResponse:
        """The rosters brought in so far, the newest first."""
        visible = queries.rosters_visible_to(request.user, self.kind)
        page = key_page(
            visible, keys=_NEWEST_FIRST, after=request.GET.get("after", ""), before=request.GET.get("before", "")
        )
        lines = [(roster, showing.tone_of(roster.state)) for roster in page.rows]
        return self._render(request, "list", {"lines": lines, "paging": paging_links(page, request)})

    def new(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; what it would do is shown before anything happens."""
        communities = queries.communities_to_import_into(request.user, self.kind)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent, communities=communities)
        if form.is_valid():
            try:
                return redirect(self._address("roster"), pk=self._receive(request, form))
            except AlreadyDoneError as earlier:
                messages.info(request, _ALREADY)
                if earlier.result:
                    return redirect(self._address("roster"), pk=earlier.result)
                return redirect(self._address("rosters"))
            except (UnreadableFile, StorageError) as problem:
                form.add_error("file" if isinstance(problem, UnreadableFile) else None, str(problem))
        return self._render(request, "new", {"form": form, "once": new_once()}, 422 if form.errors else 200)

    def _receive(self, request: HttpRequest, form: UploadForm) -> uuid.UUID:
        upload = form.cleaned_data["file"]
        roster = receive_roster(
            kind=self.kind,
            upload=upload,
            name=upload.name or "",
            sheet=form.cleaned_data["sheet"],
            community=form.destination,
            actor=actor_of(request),
            once=once_of(request),
        )
        return roster.pk

    def template(self, request: HttpRequest) -> HttpResponseBase:
        """The blank roster."""
        del request
        target = io.BytesIO()
        write_template(target, self.kind.template, self.kind.words.labels)
        target.seek(0)
        return FileResponse(target, as_attachment=True, filename=self.kind.template.name, content_type=XLSX)

    def roster(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """One roster: what it would do, is doing, or has done."""
        return self._render(request, "roster", self._shown(request, self._visible(request, pk)))

    def _shown(self, request: HttpRequest, roster: Roster) -> dict[str, Any]:
        with_lines = roster.state not in _WITHOUT_LINES and roster.lines_removed_at is None
        return {
            "roster": roster,
            "steps": showing.steps_of(roster),
            "facts": showing.facts_of(roster),
            "sheets": showing.sheets_of(roster),
            "work": showing.work_on(roster),
            "listing": showing.listing(roster, request) if with_lines else None,
            "notes": roster.reading.get("notes", []),
            "waits": roster.state == RosterState.PREVIEW,
            "committed": roster.state == RosterState.COMMITTED,
            "faulty": with_lines and bool(roster.refused_count or roster.warning_count),
            "once": new_once(),
        }

    def progress(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """How far the work is, for the part of the page that asks every second; at its end the whole page anew."""
        roster = self._visible(request, pk)
        work = showing.work_on(roster)
        if not getattr(request, "htmx", False):
            return redirect(self._address("roster"), pk=pk)
        if work is None or work.failed:
            return HttpResponseClientRefresh()
        return self._render(request, "_progress", {"roster": roster, "work": work})

    def columns(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Say by hand what the columns mean; the headings are remembered."""
        roster = self._visible(request, pk)
        if roster.state != RosterState.PREVIEW or roster.file is None:
            messages.error(request, "这份名册已经入册、放弃或清除，列的对应不能再改。")
            return redirect(self._address("roster"), pk=pk)
        form = ColumnsForm(
            request.POST if request.method == "POST" else None,
            reading=roster.reading,
            mapping=roster.mapping,
            words=self.kind.words,
        )
        if form.is_valid() and self._read_again(request, roster, form):
            return redirect(self._address("roster"), pk=pk)
        context = {"roster": roster, "form": form, "once": new_once()}
        return self._render(request, "columns", context, 422 if form.errors else 200)

    def _read_again(self, request: HttpRequest, roster: Roster, form: ColumnsForm) -> bool:
        try:
            read_again(
                roster=roster,
                mapping=form.mapping,
                remembered=form.remembered,
                actor=actor_of(request),
                once=once_of(request),
            )
        except AlreadyDoneError:
            messages.info(request, _ALREADY)
        except (UnreadableFile, StorageError, RuleError) as problem:
            form.add_error(None, str(problem))
            return False
        else:
            messages.success(request, "已按改过的列重新读了一遍，表头的对应也记下了。")
        return True

    def commit(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Bring the roster into the register, in the background."""
        roster = self._visible(request, pk)
        return self._done(
            request,
            roster,
            lambda: ask_for_commit(roster=roster, actor=actor_of(request), once=once_of(request)),
        )

    def discard(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Put the roster aside."""
        roster = self._visible(request, pk)
        return self._done(
            request,
            roster,
            lambda: discard_roster(roster=roster, actor=actor_of(request), once=once_of(request)),
            "已放弃，登记簿没有任何改动。",
        )

    def errors(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
        """The lines to be mended, as a spreadsheet; noted in the trail."""
        roster = self._visible(request, pk)
        if roster.lines_removed_at is not None:
            messages.error(request, "暂存的内容已按规定清除，请重新导入原文件。")
            return redirect(self._address("roster"), pk=pk)
        target = passing_file()
        export_errors(roster=roster, target=target, actor=actor_of(request))
        target.seek(0)
        name = f"{roster.file_name.rpartition('.')[0] or roster.file_name}_要改的行.xlsx"
        return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)

    def take_back(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Undo a whole import: ask once more, say why when it cannot be."""
        roster = self._visible(request, pk)
        if request.method == "POST":
            return self._done(
                request,
                roster,
                lambda: ask_to_take_back(roster=roster, actor=actor_of(request), once=once_of(request)),
            )
        reason = why_not(roster)
        if reason:
            messages.error(request, reason)
            return redirect(self._address("roster"), pk=pk)
        parts = (("移走新增的 {} {}", roster.created_count), ("恢复有变化的 {} {}", roster.changed_count))
        context = {
            "roster": roster,
            "heading": f"整批撤回“{roster.file_name}”",
            "text": "这次导入新增的会从登记簿里移走，改动的内容恢复到导入以前。",
            "items": [words.format(count, self.kind.counter) for words, count in parts if count],
            "submit": "整批撤回",
            "tone": "danger",
            "cancel_url": reverse(self._address("roster"), args=[pk]),
            "once": new_once(),
        }
        return self._render(request, "take_back", context)

    def _visible(self, request: HttpRequest, pk: uuid.UUID) -> Roster:
        return get_visible_or_404(queries.rosters_visible_to(request.user, self.kind), pk)

    def _address(self, page: str) -> str:
        return name_of(self.kind.code, page)

    def _render(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        common = {"to": names_of(self.kind.code), "noun": self._noun, "is_units": self.kind.code == "units"}
        return render(request, f"residents/rosters/{template}.html", {**common, **context}, status=status)

    def _done(self, request: HttpRequest, roster: Roster, act: Callable[[], object], told: str = "") -> HttpResponse:
        """Do it, say so or say why not, and back to the roster's page."""
        try:
            act()
        except AlreadyDoneError:
            messages.info(request, _ALREADY)
        except RuleError as refusal:
            messages.error(request, refusal.message)
        else:
            if told:
                messages.success(request, told)
        return redirect(self._address("roster"), pk=roster.pk)
