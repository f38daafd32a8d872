"""What one line's values say about one another."""

from collections.abc import Mapping
from datetime import date

from lianxin.kernel import clock
from lianxin.kernel.identity_numbers import IdentityNumber
from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.kernel.standing import full_membership_start, probation_doubt
from lianxin.party.rosters.reading.remarks import Refusal, Warn
from lianxin.party.rosters.reading.synonyms import LABELS
from lianxin.tables.found import Found, Value
from lianxin.tables.headings import Column
from lianxin.tables.remarks import Code, Remark
from lianxin.tables.workbook import Row, shown

ORDERED = (
    ("birth_date", "application_date"),
    ("birth_date", "join_date"),
    ("birth_date", "full_date"),
    ("birth_date", "work_start"),
    ("application_date", "join_date"),
    ("application_date", "full_date"),
    ("join_date", "full_date"),
)
"""Pairs of which the first is never later than the second, compared at the coarser of their precisions."""

REQUIRED = (
    "sex",
    "ethnicity",
    "id_number",
    "birth_date",
    "education",
    "category",
    "join_date",
    "branch",
    "job_post",
    "employment",
    "mobile",
    "residence",
)
"""Fields of which a blank cell is worth a warning (domain §2.1); `full_date` is asked of full members besides."""

_USUAL_ORDER = ("birth_date", "application_date", "join_date", "full_date")
_SETTLED_BY = {"mobile": "phone", "residence": "hukou"}
_PAST = ("birth_date", "application_date", "join_date")
_PRESENT_OR_PLANNED = ("full_date", "work_start", "lost_date")
_OF_AGE = 18
_END_OF_NO_PROBATION = date(1977, 8, 11)


class RowCheck:
    """Checks the lines of one sheet, one after the other."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        """Take the columns of the heading, by field."""
        self._columns = columns
        self._today = clock.today()
        self._areas: dict[str, bool] = {}
        self._asked = [
            (name, _SETTLED_BY.get(name, name))
            for name in REQUIRED
            if name in columns or _SETTLED_BY.get(name, name) in columns
        ]

    def remark(self, code: Code, field: str, reason: str, cells: Row) -> Remark:
        """A remark about a field's cell in a line."""
        column = self._columns.get(field)
        if column is None:
            return Remark(code, field, LABELS[field], None, reason)
        raw = shown(cells[column.index]) if column.index < len(cells) else ""
        return Remark(code, field, column.heading, column.index, reason, raw)

    def check(self, values: dict[str, Value], odd: dict[str, Found], cells: Row) -> list[Remark]:
        """Complete a line's values from one another and say what is wrong with it.

        `odd` are the fields of which something must be said; `values` is changed: birth and sex are taken from the
        identity number, and an ambiguous date is settled.
        """
        remarks: list[Remark] = []
        say = _Speaker(self, cells, remarks)
        number = values.get("id_number")
        if isinstance(number, str):
            self._against_id_number(number, values, odd, say)
        self._order(values, odd, say)
        self._dates(values, odd, say)
        self._missing(values, odd, say)
        for field, found in odd.items():
            if found.code is not None:
                say(found.code, field, found.reason)
        return remarks

    def _against_id_number(self, number: str, values: dict[str, Value], odd: dict[str, Found], say: "_Speaker") -> None:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        sex = "1" if number[16] in "13579" else "2"
        if values.setdefault("sex", sex) != sex:
            say(Refusal.SEX_CONTRADICTS_ID, "sex", "性别与身份证号不符，请对照证件核对哪一个写错了。")
        area = number[:6]
        known = self._areas.get(area)
        if known is None:
            known = self._areas[area] = IdentityNumber(number, born, sex, area).area_known
        if not known:
            say(Warn.AREA_UNKNOWN, "id_number", f"身份证号前六位 {area} 不在行政区划代码表里，请核对。")
        written = values.get("birth_date")
        if isinstance(written, PartialDate) and written.on == born and written.precision is Precision.DAY:
            return
        self._settle_birth(PartialDate(born), values, odd, say)

    def _settle_birth(
        self, birth: PartialDate, values: dict[str, Value], odd: dict[str, Found], say: "_Speaker"
    ) -> None:
        """Of two dates of birth that agree the finer stays; of two that differ the sheet's, with a warning."""
        written, found = values.get("birth_date"), odd.get("birth_date")
        if found and found.other and not found.other.compare(birth):
            written = found.other
        if isinstance(written, PartialDate) and written.compare(birth):
            reason = f"出生日期与身份证号里的 {birth.chinese()} 不一致，按表里的登记，请核对档案。"
            say(Warn.BIRTH_DIFFERS, "birth_date", reason)
            return
        if not (found and found.code is Refusal.DATE_IMPOSSIBLE):
            values["birth_date"] = birth
        if found and found.code is Warn.DATE_AMBIGUOUS:
            del odd["birth_date"]

    def _order(self, values: dict[str, Value], odd: dict[str, Found], say: "_Speaker") -> None:
        last: date | None = None
        for field in _USUAL_ORDER:
            value = values.get(field)
            if isinstance(value, PartialDate):
                if last is not None and value.on < last:
                    break
                last = value.on
        else:
            if "work_start" not in values:
                return
        for first, second in ORDERED:
            earlier, later = values.get(first), values.get(second)
            if not isinstance(earlier, PartialDate) or not isinstance(later, PartialDate) or earlier.on <= later.on:
                continue
            if earlier.compare(later) <= 0:
                continue
            other = odd[second].other if second in odd else None
            if other and earlier.compare(other) <= 0:
                values[second] = other
                continue
            reason = f"{LABELS[second]} {later.chinese()} 早于{LABELS[first]} {earlier.chinese()}，请核对。"
            say(Refusal.DATES_OUT_OF_ORDER, second if second in self._columns else first, reason)
            return

    def _dates(self, values: dict[str, Value], odd: dict[str, Found], say: "_Speaker") -> None:
        today = self._today
        for field in _PAST:
            value = values.get(field)
            if isinstance(value, PartialDate) and value.on > today:
                say(Refusal.DATE_IMPOSSIBLE, field, f"{LABELS[field]} {value.chinese()} 还没有到，请核对。")
        for field in _PRESENT_OR_PLANNED:
            value = values.get(field)
            if isinstance(value, PartialDate) and value.on > today:
                say(Warn.DATE_IN_FUTURE, field, f"{LABELS[field]} {value.chinese()} 还没有到，请核对。")
        birth, join, full = values.get("birth_date"), values.get("join_date"), values.get("full_date")
        if not isinstance(join, PartialDate):
            return
        if isinstance(birth, PartialDate) and join.on.year - birth.on.year <= _OF_AGE + 1:
            age = birth.completed_years(join.last())
            if age < _OF_AGE and birth.compare(join) <= 0:
                say(Warn.UNDER_AGE, "join_date", f"入党时只有 {age} 岁，不满 18 岁，请核对。")
        became_full = full if isinstance(full, PartialDate) else None
        if became_full and (_surely_in_order(join, became_full) or join.compare(became_full) > 0):
            return
        doubt = probation_doubt(join, became_full)
        if doubt is not None:
            field = "full_date" if became_full else "join_date"
            say(Warn.ERA_OF_PROBATION, field, f"{doubt}，请对照档案核对。")

    def _missing(self, values: dict[str, Value], odd: dict[str, Found], say: "_Speaker") -> None:
        full = values.get("full_date")
        past = isinstance(full, PartialDate) and full.on <= self._today
        if past and "category" not in self._columns:
            values.setdefault("category", "full")
        category = values.get("category")
        if past and category == "probationary":
            say(Warn.PROBATIONARY_WITH_FULL_DATE, "category", "写的是预备党员，却有转正日期，请核对。")
        for field, instead in self._asked:
            if field in values or instead in values or field in odd or instead in odd:
                continue
            if field == "branch":
                say(Warn.BRANCH_MISSING, "branch", "没有写支部，先列为“待分支部”。")
            else:
                say(Warn.FIELD_MISSING, field if field in self._columns else instead, f"没有填{LABELS[field]}。")
        if category == "full" and "full_date" in self._columns and full is None and "full_date" not in odd:
            join = values.get("join_date")
            if full_membership_start(join if isinstance(join, PartialDate) else None, None) is None:
                say(Warn.FIELD_MISSING, "full_date", "正式党员没有填转正日期。")


def _surely_in_order(join: PartialDate, full: PartialDate) -> bool:
    """Quickly: a year or more on probation, in the eras since 1977, all of which ask for a year."""
    begun, ended = join.on, full.on
    if begun <= _END_OF_NO_PROBATION or join.precision is not Precision.DAY or full.precision is not Precision.DAY:
        return False
    years = ended.year - begun.year
    return years > 1 or (years == 1 and (ended.month, ended.day) >= (begun.month, begun.day))


class _Speaker:
    """Adds remarks about one line."""

    def __init__(self, check: RowCheck, cells: Row, remarks: list[Remark]) -> None:
        self._check, self._cells, self._remarks = check, cells, remarks

    def __call__(self, code: Code, field: str, reason: str) -> None:
        self._remarks.append(self._check.remark(code, field, reason, self._cells))
