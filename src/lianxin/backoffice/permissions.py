"""The role × action tables as one: for the page, for ``docs/permissions.md``."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps

from lianxin.declare.roles import Action, Reach, Role, all_actions

ROLE_COLUMNS = [(role.value, role.label) for role in Role]
MARKS: Mapping[Reach | None, str] = {Reach.SUBTREE: "●", Reach.OWN: "○", None: ""}
HEAD = """# 权限

<!-- 由 lianxin permissions-page --write 生成，请勿手改。 -->

一个账号在某个组织担任某个角色（从哪天起、到哪天止），就能在这个组织和它的下级里做下表所列的事。
表里没有的都不能做；范围之外的东西，对这个人来说等于不存在（答“没有找到这一页”）。

- ● 在本组织及下级
- ○ 只限授权上写明的那一个人、院坝或单位
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An action and its marks in the order of the roles."""

    action: Action
    marks: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Who may do it in the organisation and below."""
        return self._who(Reach.SUBTREE)

    @property
    def own(self) -> str:
        """Who may do it for what the grant names only."""
        return self._who(Reach.OWN)

    def _who(self, reach: Reach) -> str:
        return "、".join(role.label for role in Role if self.action.roles.get(role) is reach)


@dataclass(frozen=True, slots=True)
class Section:
    """The actions of one app."""

    title: str
    rows: tuple[Row, ...]


def table() -> list[Section]:
    """Every declared action by app, in the order in which the apps are installed."""
    by_app: dict[str, list[Row]] = {}
    for action in all_actions():
        marks = tuple(MARKS[action.roles.get(role)] for role in Role)
        by_app.setdefault(action.code.partition(".")[0], []).append(Row(action, marks))
    order = [config.label for config in apps.get_app_configs()]
    labels = sorted(by_app, key=lambda label: order.index(label) if label in order else len(order))
    return [Section(_title(label), tuple(by_app[label])) for label in labels]


def permissions_page() -> str:
    """``docs/permissions.md``: the same tables, and the notes below each."""
    parts = [HEAD]
    for section in table():
        head = " | ".join(["", "做什么", *(label for _, label in ROLE_COLUMNS), ""]).strip()
        rule = "|" + " --- |" + " :-: |" * len(ROLE_COLUMNS)
        rows = [
            " | ".join(["", f"{row.action.label} `{row.action.code}`", *row.marks, ""]).strip() for row in section.rows
        ]
        notes = [f"- {row.action.label}：{row.action.note}" for row in section.rows if row.action.note]
        parts.append("\n".join([f"## {section.title}", "", head, rule, *rows, *(["", *notes] if notes else [])]))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _title(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name) if apps.is_installed(f"lianxin.{label}") else label
