"""The components as tags: ``{% load ui %}``. Each is shown with its call on the gallery page."""

import uuid
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString

from lianxin.kernel import clock
from lianxin.ui.forms import field_groups, filter_box
from lianxin.ui.icons import TONE_ICONS, icon
from lianxin.ui.markup import fill, joined
from lianxin.ui.parts import PAGE_KEYS, Conflict, Difference, Due, Event, Fact, Link, Paging, Step

register = template.Library()

LAYERS = ("tokens", "base", "layout", "components", "utilities", "print")
UNSAID = SafeString('<span class="empty-value">未填</span>')
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "bad"}


@register.simple_tag
def ui_icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """An icon in the text's colour."""
    return icon(str(name), size, str(label))


@register.simple_tag
def ui_asset(path: str) -> str:
    """The address of a static file; a page about an error must not fail for want of one."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def ui_layers() -> tuple[str, ...]:
    """The style sheets in their order."""
    return LAYERS


@register.simple_tag
def ui_part(name: str, **values: Hashable) -> SafeString:
    """A part of the frame that depends on ``values`` alone (plain texts, frozen records): made once and kept.

    Nothing that belongs to one request may go in: no token, no address of the page, no form.
    """
    return _kept(name, **values)


@register.simple_tag
def ui_now() -> str:
    """The minute, for what is printed."""
    now = clock.now()
    return f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"


@register.simple_block_tag
def ui_capture(content: str) -> SafeString:
    """Render the inside, trimmed, to be used more than once: ``{% ui_capture as title %}…{% endui_capture %}``."""
    return SafeString(content.strip())


@register.simple_tag
def ui_button(  # noqa: PLR0913 (a tag's options are its interface)
    label: str,
    kind: str = "",
    icon: str = "",
    url: str = "",
    *,
    small: bool = False,
    name: str = "",
    value: str = "",
    form: str = "",
    confirm: str = "",
    disabled: bool = False,
    button_type: str = "submit",
) -> SafeString:
    """A button, or with ``url`` a link that looks like one. ``kind``: primary, danger, link or nothing."""
    css = " ".join(filter(None, ["btn", kind, "small" if small else ""]))
    drawing = ui_icon(icon, 18) if icon else ""
    if url:
        return fill('<a class="{}" href="{}">{}{}</a>', css, url, drawing, label)
    pairs = {"name": name, "value": value, "form": form, "data-confirm": confirm}
    extra = joined(fill(' {}="{}"', key, text) for key, text in pairs.items() if text)
    off = SafeString(" disabled") if disabled else ""
    return fill('<button class="{}" type="{}"{}{}>{}{}</button>', css, button_type, extra, off, drawing, label)


@register.simple_tag
def ui_pill(text: str, tone: str = "quiet", icon: str = "") -> SafeString:
    """A state in a word with an icon; ``tone``: ok, warn, bad, info, quiet, gold."""
    return fill('<span class="pill {}">{}{}</span>', tone, ui_icon(icon or TONE_ICONS[tone], 14), text)


@register.simple_block_tag
def ui_notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A box with something to know; ``tone``: info, ok, warn, bad."""
    heading = fill("<h2>{}</h2>", title) if title else ""
    return fill('<div class="notice {}">{}<div>{}{}</div></div>', tone, ui_icon(TONE_ICONS[tone], 20), heading, content)


@register.simple_block_tag
def ui_card(content: str, title: str = "", tone: str = "", link: str = "", url: str = "", id: str = "") -> SafeString:
    """A section on white paper, with a heading and perhaps one link beside it; ``tone="gold"`` for honours."""
    beside = fill('<a href="{}">{}</a>', url, link) if url else ""
    head = fill('<div class="card-head"><h2>{}</h2>{}</div>', title, beside) if title else ""
    css = f"card {tone}" if tone else "card"
    return fill('<section class="{}"{}>{}{}</section>', css, _id(id), head, content)


@register.simple_block_tag
def ui_fold(content: str, title: str, gist: str = "", id: str = "") -> SafeString:
    """A section that unfolds, for what is seldom asked; ``gist`` says beside the heading what is inside.

    The ``id`` is the inner part's: a link to a folded part unfolds it.
    """
    told = fill('<span class="note">{}</span>', gist) if gist else ""
    pattern = '<details class="card fold"><summary><h2>{}</h2>{}</summary><div{}>{}</div></details>'
    return fill(pattern, title, told, _id(id), content)


@register.inclusion_tag("ui/parts/empty.html")
def ui_empty(
    title: str, text: str = "", action: str = "", url: str = "", icon: str = "inbox", level: int = 2
) -> dict[str, Any]:
    """Nothing here yet: what to do first, with one action."""
    return {"title": title, "text": text, "action": action, "url": url, "icon": icon, "level": level}


# forms


@register.inclusion_tag("ui/form.html", takes_context=True)
def ui_form(
    context: Context,
    form: BaseForm,
    *,
    submit: str = "保存",
    cancel: str = "",
    action: str = "",
    columns: int = 1,
    once: str = "",
    confirm: str = "",
) -> dict[str, Any]:
    """A whole form: error summary, protection, fields in their groups, the button, a way back (``cancel``: address)."""
    return {
        **_form_head(context, form, once),
        "submit": submit,
        "cancel": cancel,
        "action": action,
        "columns": columns,
        "confirm": confirm,
        "groups": tuple(field_groups(form)),
    }


@register.inclusion_tag("ui/forms/head.html", takes_context=True)
def ui_form_head(context: Context, form: BaseForm, once: str = "") -> dict[str, Any]:
    """What a hand-laid POST form begins with: error summary, CSRF, the once key, hidden fields."""
    return _form_head(context, form, once)


@register.inclusion_tag("ui/forms/groups.html")
def ui_fields(form: BaseForm, columns: int = 1) -> dict[str, Any]:
    """The visible fields of a form in their groups."""
    return {"groups": tuple(field_groups(form)), "columns": columns}


@register.simple_tag
def ui_field(field: BoundField) -> SafeString:
    """One field with label, reason, errors and control."""
    return field.as_field_group()


@register.simple_block_tag
def ui_fieldset(content: str, legend: str, help: str = "") -> SafeString:
    """Fields that belong together."""
    note = fill('<p class="note">{}</p>', help) if help else ""
    return fill('<fieldset class="fieldset"><legend>{}</legend>{}{}</fieldset>', legend, note, content)


@register.inclusion_tag("ui/forms/once.html")
def ui_once(value: str = "") -> dict[str, str]:
    """The hidden key that lets a form be sent once only."""
    return {"once": value or str(uuid.uuid4())}


def _form_head(context: Context, form: BaseForm, once: str) -> dict[str, Any]:
    sent = str(form.data.get("once", "")) if form.is_bound else ""
    return {
        "form": form,
        "once": "" if "once" in form.fields else once or sent or str(context.get("once") or uuid.uuid4()),
        "faulty": [field for field in form.visible_fields() if field.errors],
    }


# tables and lists


@register.simple_block_tag
def ui_table(
    content: str,
    caption: str,
    *,
    stacked: bool = True,
    brief: bool = False,
    wide: bool = False,
    show_caption: bool = False,
    id: str = "",
) -> SafeString:
    """A table around the given ``<thead>`` and ``<tbody>``.

    ``stacked``: on a phone each row becomes a card (cells name themselves with ``data-label``);
    ``brief``: there the cells stand one after the other without their names, but for those of class ``said``;
    ``wide``: a ledger with many columns, scrolling in its own region under a standing header.
    """
    one_by_one = stacked and not wide
    css = "table-wrap wide" if wide else "table-wrap stacked" if stacked else "table-wrap"
    css += " brief" if one_by_one and brief else ""
    region = "" if one_by_one else fill(' role="region" tabindex="0" aria-label="{}"', caption)
    unseen = "" if show_caption else SafeString(' class="sr-only"')
    pattern = '<div class="{}"{}{}><table><caption{}>{}</caption>{}</table></div>'
    return fill(pattern, css, _id(id), region, unseen, caption, content)


@register.simple_tag(takes_context=True)
def ui_sort(context: Context, label: str, key: str, *, numeric: bool = False) -> SafeString:
    """A header cell whose link sorts by ``key`` (query parameter ``sort``; ``-key`` descends)."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    now = query.get("sort", "")
    state, following, name = "none", key, "chevrons-up-down"
    if now == key:
        state, following, name = "ascending", f"-{key}", "chevron-up"
    elif now == f"-{key}":
        state, name = "descending", "chevron-down"
    for parameter in PAGE_KEYS:
        query.pop(parameter, None)
    query["sort"] = following
    return fill(
        '<th scope="col" aria-sort="{}"{}><a class="sort" href="?{}">{}{}</a></th>',
        state,
        SafeString(' class="num"') if numeric else "",
        query.urlencode(),
        label,
        ui_icon(name, 14),
    )


@register.inclusion_tag("ui/parts/paging.html")
def ui_paging(page: Paging) -> dict[str, Any]:
    """Previous, next, and how far we are."""
    return {"page": page}


@register.simple_tag
def ui_initials(links: Iterable[Link | Mapping[str, Any]], label: str = "按姓名首字母跳转") -> SafeString:
    """The jump by initial."""
    frozen = tuple(link if isinstance(link, Link) else Link(**link) for link in links)
    return _kept("ui/parts/initials.html", links=frozen, label=label)


@register.simple_tag(takes_context=True)
def ui_filters(context: Context, form: BaseForm, label: str = "筛选", clear: str = "?") -> SafeString:
    """A GET form above a list; what is active stands below it as chips, each removable."""
    request = context.get("request")
    return filter_box(form, request.GET if request else QueryDict(), label=label, clear=clear)


@register.inclusion_tag("ui/parts/tabs.html")
def ui_tabs(links: Iterable[Link], label: str = "分页") -> dict[str, Any]:
    """Pages that belong together, as links."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/parts/crumbs.html")
def ui_crumbs(links: Iterable[Link]) -> dict[str, Any]:
    """Where we are; the page's own title follows as the heading."""
    return {"links": links}


@register.simple_tag
def ui_facts(facts: Iterable[Fact | Mapping[str, Any]], *, gather: bool = False) -> SafeString:
    """Key facts as a description list; what is not known says 未填, with ``gather`` all of it in one line below."""
    lines = [fact if isinstance(fact, Fact) else Fact(**fact) for fact in facts]
    said = [fact for fact in lines if not (gather and _is_blank(fact))]
    unsaid = "、".join(fact.label for fact in lines if gather and _is_blank(fact))
    listed = fill('<dl class="facts">{}</dl>', joined(map(_fact, said))) if said else ""
    return fill("{}{}", listed, fill('<p class="note unsaid">还没填：{}。</p>', unsaid) if unsaid else "")


def _is_blank(fact: Fact) -> bool:
    return (fact.value is None or fact.value == "") and not fact.note


def _fact(fact: Fact) -> SafeString:
    value = fill('<a href="{}">{}</a>', fact.url, fact.value) if fact.url else ui_or_blank(fact.value)
    note = fill('<span class="note"> {}</span>', fact.note) if fact.note else ""
    pattern = '<div class="wide"><dt>{}</dt><dd>{}{}</dd></div>' if fact.wide else "<div><dt>{}</dt><dd>{}{}</dd></div>"
    return fill(pattern, fact.label, value, note)


@register.simple_tag
def ui_timeline(events: Iterable[Event | Mapping[str, Any]]) -> SafeString:
    """What happened, newest first."""
    lines = (event if isinstance(event, Event) else Event(**event) for event in events)
    return fill('<ol class="timeline">{}</ol>', joined(map(_event, lines)))


def _event(event: Event) -> SafeString:
    css = fill(' class="{}"', event.tone) if event.tone else ""
    late = fill(" {}", ui_pill("补记", "quiet", "history")) if event.late else ""
    title = fill('<a href="{}">{}</a>', event.url, event.title) if event.url else event.title
    text = fill('<p class="note">{}</p>', event.text) if event.text else ""
    return fill("<li{}><time>{}</time>{}<p>{}</p>{}</li>", css, event.when, late, title, text)


@register.inclusion_tag("ui/parts/due.html")
def ui_due(items: Iterable[Due]) -> dict[str, Any]:
    """What should be done, each with the one action that settles it."""
    return {"items": items}


@register.inclusion_tag("ui/parts/stat.html")
def ui_stat(figure: object, label: str, url: str = "", unit: str = "", note: str = "") -> dict[str, Any]:
    """A figure that opens its ledger; stands inside ``<div class="stats">``."""
    return {"figure": figure, "label": label, "url": url, "unit": unit, "note": note}


@register.inclusion_tag("ui/parts/door.html")
def ui_door(glyph: str, title: str, text: str, url: str, *, main: bool = False) -> dict[str, Any]:
    """A large door with one line of what is true now; stands inside ``<div class="doors">``."""
    return {"glyph": glyph, "title": title, "text": text, "url": url, "main": main}


@register.inclusion_tag("ui/parts/steps.html")
def ui_steps(steps: Iterable[Step], label: str = "步骤") -> dict[str, Any]:
    """How far a longer task has come."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/parts/progress.html")
def ui_progress(value: int, total: int, label: str, text: str = "") -> dict[str, Any]:
    """Long work in a bar and in words; ``text`` says that one may leave."""
    return {"value": value, "total": total, "label": label, "text": text}


@register.inclusion_tag("ui/parts/masked.html", takes_context=True)
def ui_masked(
    context: Context, value: str, label: str, url: str = "", field: str = "", *, reason: bool = False
) -> dict[str, Any]:
    """A sensitive value behind its mask, and the POST that shows it; with ``reason`` it asks why first."""
    here = getattr(context.get("request"), "get_full_path", str)()
    return {"value": value, "label": label, "url": url, "field": field, "reason": reason, "next": here}


@register.inclusion_tag("ui/parts/diff.html")
def ui_diff(rows: Iterable[Difference]) -> dict[str, Any]:
    """Old and new, field by field."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/conflict.html")
def ui_conflict(rows: Iterable[Conflict], who: str = "对方", when: str = "") -> dict[str, Any]:
    """Two people changed one record: original, theirs and mine, a choice per field (``keep_<name>``)."""
    return {"rows": rows, "who": who, "when": when}


@register.filter
def ui_tone(level: str) -> str:
    """The tone of a Django message level."""
    return MESSAGE_TONES.get(level, "info")


@register.filter
def ui_tone_icon(tone: str) -> str:
    """The icon that goes with a tone."""
    return TONE_ICONS.get(tone, "info")


@register.filter
def ui_or_blank(value: object) -> SafeString:
    """The value, or a quiet 未填 when there is none."""
    return UNSAID if value is None or value == "" else fill("{}", value)


def _id(id: str) -> SafeString | str:
    return fill(' id="{}"', id) if id else ""


@lru_cache(maxsize=1024, typed=True)
def _kept(name: str, **values: Hashable) -> SafeString:
    return _render(name, values)


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return SafeString(get_template(name).render(context))
