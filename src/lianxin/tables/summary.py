"""A roster as the command line's JSON tells it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

REFUSED = "refused"
Told = tuple[int, int, str, Sequence[Mapping[str, Any]] | None]
"""Sheet, row as the spreadsheet shows it, state, problems."""


def summary(sheets: Iterable[Mapping[str, Any]], rows: Iterable[Told]) -> dict[str, Any]:
    """``{"sheets": [...]}``; ``sheets`` as in a batch's ``reading``.

    ``rows`` of a sheet is the sum of created, changed, unchanged and refused: a refused row stands there once, with
    the code of its first fault and the sentences of all.
    """
    told = [_sheet(kept) for kept in sheets]
    for number, row, state, problems in rows:
        sheet = told[number]
        sheet["rows"] += 1
        refusals = [problem for problem in problems or () if problem["refuses"]]
        if state == REFUSED:
            sheet["refused"].append(_problem(row, refusals[0], "".join(each["reason"] for each in refusals)))
        else:
            sheet[str(state)] += 1
        sheet["warnings"] += [_problem(row, each) for each in problems or () if not each["refuses"]]
    return {"sheets": told}


def _sheet(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": kept["name"],
        "header_row": kept["header_row"],
        "columns": {heading: field for _, heading, field, _ in kept["headings"] if field},
        "rows": 0,
        "created": 0,
        "changed": 0,
        "unchanged": 0,
        "refused": [],
        "warnings": [],
        "ignored": kept["ignored"],
    }


def _problem(row: int, problem: Mapping[str, Any], reason: str = "") -> dict[str, Any]:
    return {"row": row, "column": problem["column"], "code": problem["code"], "reason": reason or problem["reason"]}
