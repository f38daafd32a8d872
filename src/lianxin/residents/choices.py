"""Enumerations of persons, places and units."""

from django.db import models


class PlaceKind(models.TextChoices):
    """The three levels of a place."""

    COURTYARD = "courtyard", "院坝"
    BUILDING = "building", "楼栋"
    STAIRWAY = "stairway", "单元"


class Upkeep(models.TextChoices):
    """How a courtyard is looked after."""

    PROPERTY = "property", "有物业"
    SELF = "self", "自管"
    UNIT = "unit", "单位房"
    NONE = "none", "无物业"
    UNKNOWN = "", "未登记"


class UnitKind(models.TextChoices):
    """Kinds of units in the area (domain §18)."""

    AGENCY = "agency", "机关"
    INSTITUTION = "institution", "事业单位"
    STATE_ENTERPRISE = "state", "国有企业"
    PRIVATE_ENTERPRISE = "private", "非公有制企业"
    SOCIAL = "social", "社会组织"
    MILITARY = "military", "军队"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    PROPERTY = "property", "物业公司"
    OTHER = "other", "其他"


class UnitChangeKind(models.TextChoices):
    """What happened to a unit."""

    RENAMED = "renamed", "更名"
    MERGED = "merged", "并入"
    CLOSED = "closed", "关停"
    MOVED_OUT = "moved_out", "迁出"


class ContactChannel(models.TextChoices):
    """How a person prefers to be reached."""

    TELEPHONE = "telephone", "打电话"
    WECHAT = "wechat", "微信"
    VISIT = "visit", "上门说"
    LETTER = "letter", "写信"
    CARER = "carer", "找家人转告"
    UNKNOWN = "", "未登记"


class Hearing(models.TextChoices):
    """How well a person hears on the telephone or in a room."""

    GOOD = "good", "听得清"
    LOUD = "loud", "要大声"
    WRITE = "write", "要写给看"
    UNKNOWN = "", "未登记"


class Mobility(models.TextChoices):
    """How a person gets about."""

    FREE = "free", "行动自如"
    SLOW = "slow", "走得慢"
    ACCOMPANIED = "accompanied", "要人接送"
    HOMEBOUND = "homebound", "出不了门"
    UNKNOWN = "", "未登记"


class ConsentPurpose(models.TextChoices):
    """What a person agreed to; each is asked for separately (PIPL arts. 14, 25, 29)."""

    PUBLISH_NAME = "publish_name", "公示栏、屏幕上出现姓名"
    PUBLISH_PHOTO = "publish_photo", "公开照片"
    HEALTH = "health", "登记健康情况"
    HARDSHIP = "hardship", "登记困难情况"
    SHARE_PHONE = "share_phone", "把电话告诉责任联系人"
