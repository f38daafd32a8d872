"""Users and what they may: a role held in an organisation for a time."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from lianxin.declare.roles import Role
from lianxin.kernel.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users; permissions come from grants only, so there is no superuser."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password the account waits for its activation slip."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. ``username`` is what is typed; ``name`` what pages and the trail show."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    large_type = models.BooleanField("大字", default=False)
    must_change_password = models.BooleanField("须换密码", default=False)
    created_at = models.DateTimeField("开户时间")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "用户"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as shown."""
        return self.name


class Grant(models.Model):
    """A role held in an organisation from a day on; ended, never deleted.

    The organisation is held as identifier, path and name: ``access`` knows no ``orgs``.
    ``narrowed_kind``/``narrowed_id`` name the one person, courtyard or unit that a grant
    with reach "own" is about. ``until`` is the first day it no longer holds, so that ending
    a grant today takes effect at the next request.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=[(r.value, r.label) for r in Role])
    organisation_id = models.UUIDField("组织")
    organisation_path = models.CharField("组织路径", max_length=200)
    organisation_name = models.CharField("组织名称", max_length=100)
    narrowed_kind = models.CharField("限定类别", max_length=40, default="", blank=True)
    narrowed_id = models.UUIDField("限定对象", null=True, blank=True)
    narrowed_label = models.CharField("限定名称", max_length=100, default="", blank=True)
    since = models.DateField("起")
    until = models.DateField("止（自这天起无效）", null=True, blank=True)
    note = models.CharField("说明", max_length=200, default="", blank=True)

    class Meta:
        verbose_name = "授权"
        indexes = [models.Index(fields=["user", "until"], name="grant_user_until")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation_id"],
                condition=models.Q(until__isnull=True, narrowed_id__isnull=True),
                name="grant_open_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation_id", "narrowed_id"],
                condition=models.Q(until__isnull=True, narrowed_id__isnull=False),
                name="grant_open_once_for_a_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="grant_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label} {self.organisation_name}"


class Slip(models.Model):
    """A printed slip: one code, once, for first activation or a new password."""

    class Purpose(models.TextChoices):
        """What the slip opens."""

        ACTIVATION = "activation", "首次启用"
        RESET = "reset", "重设密码"
        FIRST_ACCOUNT = "first", "第一次登录"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="slips", null=True)
    purpose = models.CharField("用途", max_length=12, choices=Purpose)
    code_hash = models.CharField("口令的盲索引", max_length=64, unique=True)
    created_at = models.DateTimeField("开具时间")
    created_by = models.CharField("开具人", max_length=100)
    expires_at = models.DateTimeField("有效到")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = "启用单"

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.user or ''}"


class FailedSignIns(models.Model):
    """Failures in a row of one account or one address, and until when it must wait.

    ``key`` is a blind index of what was typed or where it came from: people type passwords into the wrong field.
    """

    key = models.CharField("对象的盲索引", max_length=64, primary_key=True)
    failures = models.PositiveIntegerField("次数", default=0)
    last_at = models.DateTimeField("最近一次")
    locked_until = models.DateTimeField("锁定到", null=True)

    class Meta:
        verbose_name = "登录失败"
        indexes = [models.Index(fields=["last_at"], name="failed_sign_ins_last")]

    def __str__(self) -> str:
        return f"{self.failures} 次"


class Session(AbstractBaseSession):
    """A session and, once somebody is signed in, whose it is and on which device.

    ``number`` names it on pages: the key itself opens the session and stands nowhere. ``browser`` is in plain words.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    number = models.UUIDField("编号", null=True)
    began_at = models.DateTimeField("登录时间", null=True)
    seen_at = models.DateTimeField("最近使用", null=True)
    address = models.CharField("网络地址", max_length=45, default="")
    browser = models.CharField("浏览器", max_length=60, default="")

    class Meta:
        verbose_name = "登录的设备"
        db_table = "django_session"  # as every Django project has it: operators know where to look

    def __str__(self) -> str:
        return f"{self.user or ''} {self.browser}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The engine of the settings."""
        from lianxin.access.session_store import SessionStore

        return SessionStore
