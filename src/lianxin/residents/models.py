"""Who lives and works here: persons, courtyards, units."""

from django.db import models
from django.db.models import F, Q

from lianxin.kernel.crypto import keyring
from lianxin.kernel.identity_numbers import mask_id_number
from lianxin.kernel.ids import uuid7
from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.phones import mask_phone
from lianxin.orgs.models import Community
from lianxin.residents.choices import (
    ConsentPurpose,
    ContactChannel,
    Hearing,
    Mobility,
    PlaceKind,
    UnitChangeKind,
    UnitKind,
    Upkeep,
)
from lianxin.residents.rosters.models import Roster, RosterHeading, RosterLine

__all__ = [
    "CARER_PHONE",
    "ID_NUMBER",
    "PHONE",
    "UNIT_PHONE",
    "Consent",
    "Person",
    "Place",
    "Roster",
    "RosterHeading",
    "RosterLine",
    "Unit",
    "UnitChange",
]

ID_NUMBER = "residents.person.id_number"
PHONE = "residents.person.phone"
CARER_PHONE = "residents.person.carer_phone"
UNIT_PHONE = "residents.unit.contact_phone"


class Place(models.Model):
    """A courtyard, a building in it, a stairway in that.

    ``households`` is the count stated for this very level; a level with parts below it shows
    the parts' sum (``queries.household_totals``), so no house is counted twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="places")
    path = models.CharField("社区路径", max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    kind = models.CharField("级别", max_length=10, choices=PlaceKind)
    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=120, blank=True, default="")
    sort_key = models.CharField("排序", max_length=120)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    upkeep = models.CharField("管理方式", max_length=10, choices=Upkeep, blank=True, default="")
    keeper = models.CharField("物业或管理单位", max_length=60, blank=True, default="")
    note = models.CharField("备注", max_length=200, blank=True, default="")
    opened_on = models.DateField("起", null=True, blank=True)
    closed_on = models.DateField("止（拆除、合并）", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "院坝楼栋"
        indexes = [
            models.Index(fields=["community", "kind", "sort_key"], name="place_by_kind"),
            models.Index(fields=["parent", "sort_key"], name="place_parts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(kind=PlaceKind.COURTYARD, closed_on__isnull=True),
                name="courtyard_name_once",
            ),
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(closed_on__isnull=True), name="part_name_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.COURTYARD, parent__isnull=True)
                | (~Q(kind=PlaceKind.COURTYARD) & Q(parent__isnull=False)),
                name="only_courtyards_stand_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit (单位) in the area. ``new_economy`` marks 两新组织; its own Party organisation and members are as stated."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="units")
    path = models.CharField("社区路径", max_length=200)
    name = models.CharField("单位名称", max_length=80)
    name_key = models.CharField("排序", max_length=200)
    kind = models.CharField("类别", max_length=12, choices=UnitKind)
    new_economy = models.BooleanField("两新组织", default=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    address = models.CharField("地址", max_length=120, blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    contact_name = models.CharField("联络员", max_length=50, blank=True, default="")
    contact_phone_sealed = models.BinaryField("联络员电话（密）", null=True, blank=True)
    headcount = models.PositiveIntegerField("从业人数", null=True, blank=True)
    party_organisation = models.CharField("党组织", max_length=80, blank=True, default="")
    party_members = models.PositiveIntegerField("党员人数", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True, default="")
    opened_on = models.DateField("入驻日期", null=True, blank=True)
    closed_on = models.DateField("终止日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "驻区单位"
        indexes = [models.Index(fields=["community", "name_key"], name="unit_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], condition=Q(closed_on__isnull=True), name="unit_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def contact_phone(self) -> str:
        """The liaison's telephone in clear; only for those who may see it."""
        return _opened(self.contact_phone_sealed, f"{UNIT_PHONE}:{self.pk}")

    @property
    def contact_phone_masked(self) -> str:
        """The telephone as everybody sees it."""
        return mask_phone(self.contact_phone)


class UnitChange(models.Model):
    """A step in a unit's history: renamed, merged into another, closed, moved out.

    ``restores`` holds what only the step itself still knows and taking it back needs: ``{"people": [ids]}``, who went
    along in a merger. One entered by mistake is withdrawn with a reason and no longer counts; it is not deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField("变动", max_length=10, choices=UnitChangeKind)
    happened_on = models.DateField("日期")
    before = models.CharField("原名称", max_length=80)
    after = models.CharField("现名称", max_length=80, blank=True, default="")
    into = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed")
    note = models.CharField("说明", max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    restores = models.JSONField("撤回时恢复什么", default=dict)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤回人", max_length=100, blank=True, default="")
    withdrawn_reason = models.CharField("撤回理由", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "单位沿革"

    def __str__(self) -> str:
        return f"{self.before} {self.get_kind_display()}"


class Person(models.Model):
    """Anyone the community knows by name, member or not.

    Identity number and telephones are sealed; ``…_index`` are blind indexes for exact look-up.
    ``version`` guards the person and the membership record together.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="persons", db_index=False)
    path = models.CharField("社区路径", max_length=200)
    name = models.CharField("姓名", max_length=50)
    name_key = models.CharField("姓名拼音", max_length=200)
    sex = models.CharField("性别（GB/T 2261.1）", max_length=1, blank=True, default="")
    ethnicity = models.CharField("民族（GB/T 3304）", max_length=2, blank=True, default="")
    birth_date = models.DateField("出生日期", null=True, blank=True)
    birth_precision = models.CharField("出生日期精度", max_length=1, blank=True, default="")
    id_number_sealed = models.BinaryField("公民身份号码（密）", null=True, blank=True)
    id_number_index = models.CharField("公民身份号码（盲索引）", max_length=32, blank=True, default="")
    mobile_sealed = models.BinaryField("手机（密）", null=True, blank=True)
    mobile_index = models.CharField("手机（盲索引）", max_length=32, blank=True, default="")
    phone_sealed = models.BinaryField("固定电话（密）", null=True, blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True, default="")
    education = models.CharField("学历（GB/T 4658）", max_length=2, blank=True, default="")
    degree = models.CharField("学位（GB/T 6864）", max_length=3, blank=True, default="")
    residence = models.CharField("现居住地", max_length=120, blank=True, default="")
    hukou = models.CharField("户籍所在地", max_length=120, blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="residents")
    employer = models.CharField("工作单位及职务", max_length=120, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    skills = models.CharField("特长", max_length=120, blank=True, default="")
    hardship = models.CharField("困难情况", max_length=120, blank=True, default="")
    health = models.CharField("健康状况", max_length=60, blank=True, default="")
    died_on = models.DateField("去世日期", null=True, blank=True)
    channel = models.CharField("怎样联系", max_length=10, choices=ContactChannel, blank=True, default="")
    carer_name = models.CharField("家人或照料人", max_length=50, blank=True, default="")
    carer_relation = models.CharField("与本人关系", max_length=20, blank=True, default="")
    carer_phone_sealed = models.BinaryField("照料人电话（密）", null=True, blank=True)
    hearing = models.CharField("听力", max_length=10, choices=Hearing, blank=True, default="")
    dialect = models.CharField("方言", max_length=30, blank=True, default="")
    mobility = models.CharField("行动", max_length=12, choices=Mobility, blank=True, default="")
    note = models.CharField("备注", max_length=200, blank=True, default="")
    version = models.PositiveIntegerField("版本", default=1)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)
    recorded_channel = models.CharField("登记渠道", max_length=10, default="desk")

    class Meta:
        verbose_name = "人员"
        indexes = [models.Index(fields=["community", "name_key", "id"], name="person_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "id_number_index"],
                condition=~Q(id_number_index=""),
                name="person_id_number_once",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(birth_date__isnull=True) | Q(died_on__gte=F("birth_date")),
                name="person_died_after_birth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def birth(self) -> PartialDate | None:
        """Birth as a partial date."""
        return PartialDate.of(self.birth_date, self.birth_precision)

    @property
    def id_number(self) -> str:
        """The identity number in clear; only for those who gave a reason."""
        return _opened(self.id_number_sealed, f"{ID_NUMBER}:{self.pk}")

    @property
    def id_number_masked(self) -> str:
        """The identity number as everybody sees it."""
        return mask_id_number(self.id_number)

    @property
    def mobile(self) -> str:
        """The mobile telephone in clear; only for the office and the responsible contact."""
        return _opened(self.mobile_sealed, f"{PHONE}:{self.pk}")

    @property
    def mobile_masked(self) -> str:
        """The mobile telephone as everybody sees it."""
        return mask_phone(self.mobile)

    @property
    def phone(self) -> str:
        """The landline in clear; only for the office and the responsible contact."""
        return _opened(self.phone_sealed, f"{PHONE}:{self.pk}")

    @property
    def phone_masked(self) -> str:
        """The landline as everybody sees it."""
        return mask_phone(self.phone)

    @property
    def carer_phone(self) -> str:
        """The carer's telephone in clear; only for the office and the responsible contact."""
        return _opened(self.carer_phone_sealed, f"{CARER_PHONE}:{self.pk}")

    @property
    def carer_phone_masked(self) -> str:
        """The carer's telephone as everybody sees it."""
        return mask_phone(self.carer_phone)


class Consent(models.Model):
    """A consent given for one purpose and, perhaps, withdrawn again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField("用途", max_length=16, choices=ConsentPurpose)
    given_on = models.DateField("同意日期")
    how = models.CharField("怎样同意的", max_length=60, blank=True, default="")
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=100)

    class Meta:
        verbose_name = "个人信息同意"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_on__isnull=True), name="consent_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_purpose_display()}"


def _opened(sealed: bytes | memoryview | None, context: str) -> str:
    return keyring().open(bytes(sealed), context) if sealed else ""
