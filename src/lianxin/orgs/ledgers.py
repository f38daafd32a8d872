"""党组织一览 and 社区概况."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery, LedgerScope
from lianxin.declare.rows import QuerysetRows
from lianxin.orgs.choices import OrganisationChangeKind, OrganisationKind
from lianxin.orgs.models import Community, Organisation, OrganisationChange
from lianxin.orgs.profile import ProfileLine, profile_lines
from lianxin.orgs.queries import standing
from lianxin.orgs.rules import VIEW


def organisation_rows(query: LedgerQuery) -> QuerysetRows[Organisation]:
    """The organisations that stood on the day, in the order of the tree.

    Each row has ``name_then``, ``upper_then`` (the parent's name) and ``kind_then`` (a label) as of that day.
    """
    rows = standing(Organisation.objects.filter(query.scope.q("path")), query.as_of)
    kind = query.filters.get("kind", "")
    if kind:
        rows = rows.filter(kind=kind)
    none = Value("", output_field=CharField())
    rows = rows.annotate(
        name_then=Coalesce(_before(OrganisationChangeKind.RENAMED, query.as_of), F("name")),
        upper_then=Coalesce(_before(OrganisationChangeKind.MOVED, query.as_of), F("parent__name"), none),
        regraded_from=Coalesce(_before(OrganisationChangeKind.UPGRADED, query.as_of), none),
    )
    return QuerysetRows(rows, keys=("path",))


def _page(row: Organisation) -> str:
    return reverse("orgs:organisation", args=[row.pk])


def kind_then(row: Organisation) -> str:
    """The label of the kind on the ledger's day."""
    return str(getattr(row, "regraded_from", "")) or row.get_kind_display()


def organisation_columns() -> list[Column]:
    """The columns this app knows; the app that keeps members adds its own and registers the ledger anew."""
    return [
        Column("name", "党组织名称", lambda row: row.name_then, width=34, href=_page),
        Column("kind", "类别", kind_then, width=12),
        Column("upper", "上级党组织", lambda row: row.upper_then, width=30),
        Column("founded_on", "成立日期", lambda row: row.founded_on, CellKind.DATE, width=12),
        Column("approval_no", "批准文号", lambda row: row.approval_no, width=20),
        Column("contact_name", "联系人", lambda row: row.contact_name, width=10, present=True),
        Column("contact_phone", "联系电话（公开）", lambda row: row.contact_phone, width=16, present=True),
        Column("address", "通讯地址", lambda row: row.address, width=28, present=True),
    ]


def kinds_in(scope: LedgerScope) -> Sequence[Choice]:
    """The kinds to filter by."""
    return [Choice(kind.value, str(kind.label)) for kind in OrganisationKind]


ORGANISATIONS = Ledger(
    name="organisations",
    title="党组织一览",
    app="orgs",
    purpose="本级和下级各有哪些党组织、归谁管、什么时候成立。",
    action=VIEW,
    columns=organisation_columns(),
    rows=organisation_rows,
    basis=lambda _: "口径：当天已成立、未撤销的党组织，名称、类别、隶属按当天；成立日期不详的按一直存在计。",
    filters=[Filter("kind", "类别", kinds_in)],
)


@dataclass(frozen=True, slots=True)
class ProfileRows:
    """The items of the communities in scope, a few dozen each; the cursor is a place in the list."""

    lines: Sequence[ProfileLine]

    def count(self) -> int:
        """How many items."""
        return len(self.lines)

    def page(self, after: str, size: int) -> tuple[Sequence[ProfileLine], str]:
        """The items from a place on."""
        start = int(after) if after.isdecimal() else 0
        following = start + size
        return self.lines[start:following], str(following) if following < len(self.lines) else ""

    def stream(self) -> Iterator[ProfileLine]:
        """All items."""
        yield from self.lines


def profile_rows(query: LedgerQuery) -> ProfileRows:
    """What is known of the communities in scope on the day."""
    rows = Community.objects.filter(query.scope.q("organisation__path")).select_related("organisation")
    return ProfileRows(profile_lines(list(rows.order_by("organisation__path")), query.as_of))


def _profile_page(line: ProfileLine) -> str:
    return reverse("orgs:community", args=[line.community.pk])


PROFILE = Ledger(
    name="profile",
    title="社区概况",
    app="orgs",
    purpose="社区的面积、户数、人口、党员、单位：登记数出来的和填报的并排，各写明口径或来源。",
    action=VIEW,
    columns=[
        Column("community", "社区", lambda line: line.community.name, width=14, href=_profile_page),
        Column("item", "项目", lambda line: line.label, width=16),
        Column(
            "counted",
            "由登记数出",
            lambda line: line.counted.value if line.counted else None,
            CellKind.NUMBER,
            width=10,
        ),
        Column(
            "stated",
            "填报数字",
            lambda line: f"{line.figure.value.normalize():f}" if line.figure else "",
            width=10,
        ),
        Column(
            "measure",
            "单位",
            lambda line: line.counted.unit if line.counted else line.figure.unit if line.figure else "",
            width=8,
        ),
        Column(
            "stated_on",
            "填报的截止日期",
            lambda line: line.figure.stated_on if line.figure else None,
            CellKind.DATE,
            width=12,
        ),
        Column("source", "填报的来源", lambda line: line.figure.source if line.figure else "", width=30),
        Column("basis", "数出的口径", lambda line: line.counted.basis if line.counted else "", width=34),
    ],
    rows=profile_rows,
    basis=lambda _: "口径：由登记数出的按当天，逐项写明；填报的取当天以前最近的一个，撤回的不算。",
)


def _before(kind: OrganisationChangeKind, day: date) -> Subquery:
    """What the first later change of a kind replaced: what held on the day."""
    later = OrganisationChange.objects.filter(
        organisation=OuterRef("pk"), kind=kind, happened_on__gt=day, withdrawn_at__isnull=True
    )
    return Subquery(later.order_by("happened_on", "id").values("before")[:1])
