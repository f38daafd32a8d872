"""Pages of duplicates and merges."""

import uuid

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.views_support import actor_of, allowed, get_visible_or_404, new_once, once_of
from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.jobs.queries import latest_job
from lianxin.orgs.editing import ALREADY_DONE
from lianxin.party.doubles import queries, showing
from lianxin.party.doubles.alike import Known, told
from lianxin.party.doubles.finding import FIND_JOB, look_for_duplicates
from lianxin.party.doubles.forms import MergeForm
from lianxin.party.doubles.judging import say_two_people, take_back_judgement
from lianxin.party.doubles.merging import merge_persons
from lianxin.party.doubles.sides import Side
from lianxin.party.doubles.undoing import undo_merge, why_not
from lianxin.party.rules import MERGE_PERSONS
from lianxin.party.views.telling import do_and_tell
from lianxin.ui.paging import asked_page, paging_links
from lianxin.ui.parts import Link

LATEST = ("-merged_at", "-id")
CHANGED = "其中一份刚刚被别人改过，请按现在的内容重新核对一遍。"


@require_GET
@allowed(MERGE_PERSONS)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person: waiting, or said to be two."""
    judged = request.GET.get("list") == "judged"
    rows = queries.candidates_visible_to(request.user)
    page = asked_page(queries.judged(rows) if judged else queries.waiting(rows), request.GET)
    communities = list(queries.communities_to_look_in(request.user))
    jobs = [job for each in communities[:1] if (job := latest_job(FIND_JOB, each.pk)) and job.finished_at is None]
    return render(
        request,
        "party/doubles/duplicates.html",
        {
            "lines": showing.pair_lines(page.rows, judged=judged),
            "judged": judged,
            "tabs": _tabs("judged" if judged else "waiting"),
            "paging": paging_links(page, request),
            "looking": bool(jobs),
            "once": new_once(),
        },
    )


@require_POST
@allowed(MERGE_PERSONS)
def look(request: HttpRequest) -> HttpResponse:
    """Look for pairs now."""
    asked = [look_for_duplicates(each, actor_of(request)) for each in queries.communities_to_look_in(request.user)]
    if any(asked):
        messages.info(request, "人多，正在后台查找，过一会儿再来看。")
    else:
        messages.success(request, "刚刚查了一遍，下面就是现在的结果。")
    return redirect("party:duplicates")


@require_http_methods(["GET", "POST"])
@allowed(MERGE_PERSONS)
def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Both records beside each other; who stays, whose word holds; asked once more; done."""
    row = get_visible_or_404(queries.candidates_visible_to(request.user), pk)
    pair = queries.pair_of(row)
    form = MergeForm(request.POST if request.method == "POST" else None, pair=pair)
    if form.is_bound and form.is_valid():
        if request.POST.get("confirmed") != "yes":
            return render(request, "party/doubles/confirm.html", _asking(form, pk))
        if (done := _merge(request, form)) is not None:
            return done
        row = get_visible_or_404(queries.candidates_visible_to(request.user), pk)
        pair = queries.pair_of(row)
        form = MergeForm(None, pair=pair)
    context = {
        "form": form,
        "persons": [(side, showing.person_of(pair[side]), side is form.stays_now) for side in Side],
        "versions": [(f"{side}_version", pair[side].person.version) for side in Side],
        "reasons": told(Known.of(row.first), Known.of(row.second)),
        "choices": showing.choices_of(pair, form.chosen),
        "names": "、".join(dict.fromkeys(record.person.name for record in pair.values())),
        "crumbs": [Link("可能重复", reverse("party:duplicates"))],
        "once": new_once(),
    }
    return render(request, "party/doubles/merge.html", context)


def _asking(form: MergeForm, pk: uuid.UUID) -> dict[str, object]:
    stays = form.stays_now
    return {
        "heading": f"合并两份“{form.pair[stays].person.name}”",
        "text": "合并以后会这样，现在什么都还没有改。",
        "items": showing.what_moves(form.pair, stays, form.chosen),
        "fields": form.hidden(),
        "submit": "合并",
        "cancel_url": reverse("party:duplicate", args=[pk]),
        "once": new_once(),
    }


def _merge(request: HttpRequest, form: MergeForm) -> HttpResponse | None:
    """Where to go when it is done; None when both must be looked at again."""
    try:
        done = merge_persons(
            pair=form.pair,
            versions=form.versions,
            stays=form.stays_now,
            chosen=form.chosen,
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            once=once_of(request),
        )
    except AlreadyDoneError as earlier:
        messages.info(request, ALREADY_DONE)
        return redirect("party:merge", pk=earlier.result) if earlier.result else redirect("party:duplicates")
    except StaleVersionError:
        messages.error(request, CHANGED)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    except IntegrityError:
        messages.error(request, "两份登记各有一项只能有一个的内容（例如同一个账号的角色），请先处理好再合并。")
    else:
        messages.success(request, f"两份“{done.into_name}”合成了一份。")
        return redirect("party:merge", pk=done.pk)
    return None


@require_POST
@allowed(MERGE_PERSONS)
def two_people(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """They are two."""
    row = get_visible_or_404(queries.candidates_visible_to(request.user), pk)
    do_and_tell(
        request,
        lambda: say_two_people(candidate=row, actor=actor_of(request), once=once_of(request)),
        "记下了，以后不再问。",
    )
    return redirect("party:duplicates")


@require_POST
@allowed(MERGE_PERSONS)
def ask_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the judgement back."""
    row = get_visible_or_404(queries.candidates_visible_to(request.user), pk)
    do_and_tell(
        request,
        lambda: take_back_judgement(candidate=row, actor=actor_of(request), once=once_of(request)),
        "取消了，又列回“待核对”。",
    )
    return redirect("party:duplicates")


@require_GET
@allowed(MERGE_PERSONS)
def merges(request: HttpRequest) -> HttpResponse:
    """What was merged."""
    page = asked_page(queries.merges_visible_to(request.user), request.GET, keys=LATEST)
    context = {
        "events": showing.merge_events(page.rows),
        "tabs": _tabs("merged"),
        "paging": paging_links(page, request),
    }
    return render(request, "party/doubles/merges.html", context)


@require_GET
@allowed(MERGE_PERSONS)
def merged(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One merge: who went into whom, when, and whether it can be undone."""
    row = get_visible_or_404(queries.merges_visible_to(request.user), pk)
    context = {
        "merge": row,
        "facts": showing.merge_facts(row),
        "holder": queries.holder_of(row),
        "reason": why_not(row),
        "crumbs": [Link("可能重复", reverse("party:duplicates")), Link("已经合并", reverse("party:merges"))],
    }
    return render(request, "party/doubles/merged.html", context)


@require_http_methods(["GET", "POST"])
@allowed(MERGE_PERSONS)
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo a merge: ask once more, say why when it cannot be."""
    row = get_visible_or_404(queries.merges_visible_to(request.user), pk)
    if request.method == "POST":
        do_and_tell(
            request,
            lambda: undo_merge(merge=row, actor=actor_of(request), once=once_of(request)),
            "撤销了，两份登记都恢复到合并以前的样子。",
        )
        return redirect("party:merge", pk=pk)
    if reason := why_not(row):
        messages.error(request, reason)
        return redirect("party:merge", pk=pk)
    context = {
        "heading": f"撤销“{row.name}”的合并",
        "text": "两份登记都恢复到合并以前的样子，移过来的各项回到原来那一份名下。",
        "submit": "撤销合并",
        "tone": "danger",
        "cancel_url": reverse("party:merge", args=[pk]),
        "once": new_once(),
    }
    return render(request, "party/doubles/confirm.html", context)


def _tabs(current: str) -> list[Link]:
    tabs = (
        ("waiting", "待核对", reverse("party:duplicates")),
        ("judged", "不是同一个人", reverse("party:duplicates") + "?list=judged"),
        ("merged", "已经合并", reverse("party:merges")),
    )
    return [Link(label, url, current=key == current) for key, label, url in tabs]
