"""Enumerations of membership. Dated aspects are independent facts, never one "kind"."""

from django.db import models


class Aspect(models.TextChoices):
    """What a dated fact is about."""

    CATEGORY = "category", "人员类别"
    EMPLOYMENT = "employment", "在职离退情况"
    FLOATING = "floating", "流动情况"
    NEW_ECONOMY = "new_economy", "两新组织从业"


class Category(models.TextChoices):
    """① Full or probationary (domain §2.1)."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class Employment(models.TextChoices):
    """② In post, retired with honours, retired, laid-off, student, other."""

    IN_POST = "in_post", "在职"
    VETERAN_RETIRED = "veteran_retired", "离休"
    RETIRED = "retired", "退休"
    LAID_OFF = "laid_off", "下岗失业"
    STUDENT = "student", "学生"
    OTHER = "other", "其他"


class Floating(models.TextChoices):
    """③ Who flows in is not in the community's total; who flows out is."""

    INWARD = "in", "流入"
    OUTWARD = "out", "流出"


class NewEconomy(models.TextChoices):
    """④ Works in a new-economy unit."""

    YES = "yes", "在两新组织从业"


ASPECT_VALUES: dict[Aspect, type[models.TextChoices]] = {
    Aspect.CATEGORY: Category,
    Aspect.EMPLOYMENT: Employment,
    Aspect.FLOATING: Floating,
    Aspect.NEW_ECONOMY: NewEconomy,
}


class AdmissionType(models.TextChoices):
    """How one came into the Party (入党类型)."""

    DEVELOPED = "developed", "发展入党"
    REJOINED = "rejoined", "重新入党"
    POSTHUMOUS = "posthumous", "追认"
    OTHER = "other", "其他"


class ChangeKind(models.TextChoices):
    """Reasons of joining and leaving as the annual statistics count them (domain §14.3)."""

    OPENING = "opening", "建档（本来就在册）"
    DEVELOPED = "developed", "发展党员"
    REJOINED = "rejoined", "重新入党"
    RESTORED = "restored", "恢复党籍"
    RESUMED = "resumed", "停止党籍后恢复"
    MOVED_IN = "moved_in", "转入组织关系"
    BLOCK_IN = "block_in", "整建制转入"
    FLOATED_IN = "floated_in", "流入（不计入总数）"
    EXPELLED = "expelled", "开除党籍"
    STRUCK_OFF = "struck_off", "除名"
    PERSUADED_OUT = "persuaded_out", "劝退"
    WITHDREW = "withdrew", "退党"
    REVOKED = "revoked", "取消预备党员资格"
    SUSPENDED = "suspended", "停止党籍"
    DIED = "died", "死亡"
    MOVED_OUT = "moved_out", "转出组织关系"
    BLOCK_OUT = "block_out", "整建制转出"
    FLOATED_BACK = "floated_back", "流入结束（不计入减少）"
    BRANCH_MOVED = "branch_moved", "支部之间调整"


JOINING = (
    ChangeKind.OPENING,
    ChangeKind.DEVELOPED,
    ChangeKind.REJOINED,
    ChangeKind.RESTORED,
    ChangeKind.RESUMED,
    ChangeKind.MOVED_IN,
    ChangeKind.BLOCK_IN,
    ChangeKind.FLOATED_IN,
)
RETURNING = (
    ChangeKind.RESTORED,
    ChangeKind.RESUMED,
    ChangeKind.MOVED_IN,
    ChangeKind.BLOCK_IN,
    ChangeKind.FLOATED_IN,
)
"""How somebody who left stands on the roll again."""
LEAVING = (
    ChangeKind.MOVED_OUT,
    ChangeKind.DIED,
    ChangeKind.FLOATED_BACK,
    ChangeKind.BLOCK_OUT,
    ChangeKind.SUSPENDED,
    ChangeKind.REVOKED,
    ChangeKind.WITHDREW,
    ChangeKind.PERSUADED_OUT,
    ChangeKind.STRUCK_OFF,
    ChangeKind.EXPELLED,
)
"""What a clerk meets most often stands first: nobody should have to read past 开除 to report a move."""


class Office(models.TextChoices):
    """Offices inside an organisation (domain §1.2)."""

    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    ORGANISATION = "organisation", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    YOUTH = "youth", "青年委员"
    UNITED_FRONT = "united_front", "统战委员"
    MASSES = "masses", "群工委员"
    SECRECY = "secrecy", "保密委员"
    COMMITTEE = "committee", "委员"
    GROUP_LEADER = "group_leader", "党小组长"


POSTS = tuple(office for office in Office if office is not Office.GROUP_LEADER)
"""Posts of a term, in the order in which they are read out; a group's leader has no term."""
