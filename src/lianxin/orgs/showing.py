"""How organisations and communities stand on pages: lines, facts, events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.orgs.actions.communities import shown
from lianxin.orgs.choices import OrganisationChangeKind
from lianxin.orgs.models import Community, Organisation, OrganisationChange, StatedFigure
from lianxin.orgs.paths import depth
from lianxin.orgs.profile import ProfileLine
from lianxin.orgs.registries import Headcount, headcounts
from lianxin.orgs.rules import VIEW, size_warnings
from lianxin.parameters.queries import rules_on
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
    return size_warnings(row.kind, counts.get(row.path, Headcount(0, 0)), rules_on())


def history_events(rows: Iterable[OrganisationChange]) -> list[Event]:
    """The history as a timeline."""
    return [
        Event(
            when=_day(row.happened_on) or "日期不详",
            title=f"{step_words(row)}（已撤回：{row.withdrawn_reason}）" if row.withdrawn_at else step_words(row),
            text="，".join(
                filter(
                    None,
                    (
                        row.document_no,
                        row.note,
                        f"{row.recorded_by}登记",
                        f"{row.withdrawn_by}撤回" if row.withdrawn_at else "",
                    ),
                )
            ),
            tone="bad" if row.kind == OrganisationChangeKind.DISSOLVED and not row.withdrawn_at else "",
            late=row.happened_on is not None and row.happened_on < row.recorded_at.date(),
        )
        for row in rows
    ]


def undoable(step: OrganisationChange | None) -> OrganisationChange | None:
    """The step if its kind can be taken back at all: a founding is ended by dissolving."""
    return step if step is not None and step.kind != OrganisationChangeKind.FOUNDED else None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """An item of the profile ready for the page; ``url`` opens what was counted, where the reader may."""

    line: ProfileLine
    counted: str
    basis: str
    url: str
    stated: str
    earlier: list[tuple[StatedFigure, str]]


def figure_lines(lines: Iterable[ProfileLine], user: object) -> list[FigureLine]:
    """The items of one community's profile."""
    return [_figure_line(line, user) for line in lines]


def withdrawn_lines(figures: Iterable[StatedFigure]) -> list[Event]:
    """Figures that were withdrawn, as a timeline."""
    return [
        Event(
            when=_day(figure.stated_on),
            title=f"{figure.label} {shown(figure)}（{figure.source}）",
            text=f"{figure.withdrawn_by}撤回：{figure.withdrawn_reason}",
        )
        for figure in figures
    ]


def _figure_line(line: ProfileLine, user: object) -> FigureLine:
    counted, figure = line.counted, line.figure
    may_open = counted is not None and scope_of(user, counted.action).covers(line.community.organisation.path)
    return FigureLine(
        line,
        f"{counted.value:,} {counted.unit}" if counted else "",
        counted.basis if counted else "",
        reverse("reports:ledger", args=[counted.ledger]) if counted and may_open else "",
        _grouped(figure) if figure else "",
        [(each, _grouped(each)) for each in line.stated[1:]],
    )


def _grouped(figure: StatedFigure) -> str:
    """The value as the counted ones stand beside it: ``4,519 户``."""
    return f"{figure.value.normalize():,f} {figure.unit}".strip()


def community_facts(row: Community, *, links: bool = True) -> list[Fact]:
    """The facts of a community's page; on paper without links."""
    sides = (
        ("东", row.boundary_east),
        ("南", row.boundary_south),
        ("西", row.boundary_west),
        ("北", row.boundary_north),
    )
    borders = "，".join(f"{side}至{where}" for side, where in sides if where)
    return [
        Fact("社区", row.name),
        Fact("党组织", row.organisation.name, url=reverse("orgs:organisation", args=[row.pk]) if links else ""),
        Fact("所属街道", row.street_name),
        Fact("所属区（县）", row.district_name),
        Fact("行政区划代码", row.area_code),
        Fact("四至", borders, wide=True),
        Fact("办公地址", row.office_address, wide=True),
        Fact("办公电话", row.office_phone),
    ]


def undoing_notes(row: OrganisationChange, organisation: Organisation) -> tuple[str, ...]:
    """What taking back a step will do, in plain words."""
    match row.kind:
        case OrganisationChangeKind.RENAMED:
            return (f"名称恢复成“{row.before}”，以前日期的台账也跟着恢复。",)
        case OrganisationChangeKind.MOVED:
            where = row.before or "最上一级"
            return (f"{organisation.short_name}连同下面的组织、党员、授权一起回到{where}。",)
        case OrganisationChangeKind.UPGRADED:
            return (f"类别恢复成{row.before}。",)
        case _:
            return (
                f"{organisation.short_name}重新列为存在，撤销日期清空，又可以编入党员、办变动。",
                "撤销以前收回的角色、结束的职务、转出去的党员不会自动回来，需要的请另办。",
            )


def step_words(row: OrganisationChange) -> str:
    """A step of an organisation's history in a few words."""
    label = row.get_kind_display()
    if row.before and row.after:
        return f"{label}：{row.before} → {row.after}"
    return f"{label}：{row.after or row.before}"


def _day(day: object) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if isinstance(day, date) else ""
