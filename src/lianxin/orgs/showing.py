"""How organisations and communities stand on pages: lines, facts, events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.orgs.actions.communities import shown
from lianxin.orgs.choices import Figure, OrganisationChangeKind
from lianxin.orgs.models import Community, Organisation, OrganisationChange, StatedFigure
from lianxin.orgs.paths import depth
from lianxin.orgs.registries import Headcount, headcounts
from lianxin.orgs.rules import VIEW, size_warnings
from lianxin.ui.parts import Event, Fact, Link

_INDENT = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A line of the tree. ``count`` is None while nobody keeps members."""

    organisation: Organisation
    indent: str
    count: Headcount | None
    is_community: bool


def tree_lines(rows: Sequence[Organisation], *, flat: bool = False) -> list[TreeLine]:
    """Lines in the given order, indented below the highest of them (``flat``: not at all)."""
    counts = headcounts([row.path for row in rows]) if rows else None
    least = min((depth(row.path) for row in rows), default=0)
    return [
        TreeLine(
            row,
            "" if flat else _INDENT * (depth(row.path) - least),
            counts.get(row.path, Headcount(0, 0)) if counts is not None else None,
            row.community_id == row.pk,
        )
        for row in rows
    ]


def facts_of(row: Organisation) -> list[Fact]:
    """The facts of an organisation's page."""
    return [
        Fact("全称", row.name, wide=True),
        Fact("简称", row.short_name),
        Fact("类别", row.get_kind_display()),
        Fact("上级党组织", row.parent.name if row.parent is not None else "（最上一级）"),
        Fact("成立日期", _day(row.founded_on)),
        Fact("批准文号", row.approval_no),
        Fact("所在单位情况", row.get_unit_situation_display()),
        Fact("流动党员党组织", "是" if row.floating else "否"),
        Fact("联系人", row.contact_name),
        Fact("联系电话", row.contact_phone),
        Fact("通讯地址", row.address, wide=True),
        *([Fact("撤销日期", _day(row.dissolved_on))] if row.dissolved_on else []),
    ]


def crumbs_of(line: Iterable[Organisation], user: object) -> list[Link]:
    """The organisations above; a link only where the user may read."""
    scope = scope_of(user, VIEW)
    return [
        Link(row.short_name, reverse("orgs:organisation", args=[row.pk]) if scope.covers(row.path) else "")
        for row in line
    ]


def warnings_of(row: Organisation) -> list[str]:
    """What the size of the organisation and all below it calls for (domain §1.1); a hint, not a ban."""
    counts = headcounts([row.path])
    if counts is None or row.dissolved_on is not None:
        return []
    return size_warnings(row.kind, counts.get(row.path, Headcount(0, 0)))


def history_events(rows: Iterable[OrganisationChange]) -> list[Event]:
    """The history as a timeline."""
    return [
        Event(
            when=_day(row.happened_on) or "日期不详",
            title=_step(row),
            text="，".join(filter(None, (row.document_no, row.note, f"{row.recorded_by}登记"))),
            tone="bad" if row.kind == OrganisationChangeKind.DISSOLVED else "",
            late=row.happened_on is not None and row.happened_on < row.recorded_at.date(),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A stated item: the figure in force, what was stated before."""

    label: str
    figure: StatedFigure
    text: str
    earlier: list[tuple[StatedFigure, str]]


def figure_lines(figures: Iterable[StatedFigure]) -> list[FigureLine]:
    """Stated figures by item in the order of the list of items; others last."""
    by_code: dict[str, list[StatedFigure]] = {}
    for figure in figures:
        by_code.setdefault(figure.code, []).append(figure)
    order = [
        *(code for code in Figure.values if code in by_code),
        *(code for code in by_code if code not in Figure.values),
    ]
    return [
        FigureLine(
            by_code[code][0].label,
            by_code[code][0],
            shown(by_code[code][0]),
            [(figure, shown(figure)) for figure in by_code[code][1:]],
        )
        for code in order
    ]


def community_facts(row: Community) -> list[Fact]:
    """The facts of a community's page."""
    sides = (
        ("东", row.boundary_east),
        ("南", row.boundary_south),
        ("西", row.boundary_west),
        ("北", row.boundary_north),
    )
    borders = "，".join(f"{side}至{where}" for side, where in sides if where)
    return [
        Fact("社区", row.name),
        Fact("党组织", row.organisation.name, url=reverse("orgs:organisation", args=[row.pk])),
        Fact("所属街道", row.street_name),
        Fact("所属区（县）", row.district_name),
        Fact("行政区划代码", row.area_code),
        Fact("四至", borders, wide=True),
        Fact("办公地址", row.office_address, wide=True),
        Fact("办公电话", row.office_phone),
        Fact("办公时间", row.office_hours),
    ]


def _step(row: OrganisationChange) -> str:
    label = row.get_kind_display()
    if row.before and row.after:
        return f"{label}：{row.before} → {row.after}"
    return f"{label}：{row.after or row.before}"


def _day(day: object) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if isinstance(day, date) else ""
