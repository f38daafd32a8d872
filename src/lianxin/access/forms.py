"""Signing in, choosing a password, typing a slip's code."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from django import forms

from lianxin.access.models import User

PASSWORD_HELP = "至少 10 个字符。不要用姓名拼音、生日、电话、连号；四个不相干的词连起来就很好记也很安全。"  # noqa: S105
AGAIN_HELP = "再输一遍，免得打错了自己进不来。"
MISMATCH = "两次输入的密码不一样。"
LONGEST_PASSWORD = 128


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.help_text = "用户名", "启用单上写着的那个，大小写都可以。"
        login.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        password.label, password.help_text = "密码", "您自己定的密码；还没定过，请先用启用单。"
        password.max_length = LONGEST_PASSWORD
        password.widget.attrs = {"autocomplete": "current-password", "maxlength": str(LONGEST_PASSWORD)}


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["oldpassword"], "现在的密码", "确认是您本人在改。", "current-password")
        _describe(self.fields["password1"], "新密码", PASSWORD_HELP, "new-password")
        _describe(self.fields["password2"], "再输一遍新密码", AGAIN_HELP, "new-password")


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["password"], "密码", "确认还是您本人在用这台电脑。", "current-password")


class CodeForm(forms.Form):
    """The second step of signing in."""

    code = forms.CharField(
        label="动态码",
        help_text="手机上现在的六位数字；手机不在身边，输一个备用码。中间的空格不要紧。",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class NewCodeForm(forms.Form):
    """The first code of a telephone that has just read the drawing."""

    code = forms.CharField(
        label="手机上的六位数字",
        help_text="每半分钟换一次；快换的时候等下一个再输。",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SlipCodeForm(forms.Form):
    """The code of a printed slip."""

    code = forms.CharField(
        label="单子上的口令",
        help_text="10 个字母和数字，大小写、中间的横线和空格都不要紧。",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class NewPasswordForm(forms.Form):
    """A new password twice, judged for the account it is for."""

    password1 = forms.CharField(
        label="新密码",
        help_text=PASSWORD_HELP,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="再输一遍新密码",
        help_text=AGAIN_HELP,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def owner(self) -> User | None:
        """Whose password it will be."""
        return self.user

    def clean(self) -> dict[str, Any]:
        """Both alike and not guessable."""
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", MISMATCH)
        if first:
            try:
                get_adapter().clean_password(first, user=self.owner())
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


class FirstAccountForm(NewPasswordForm):
    """The very first account of an installation."""

    name = forms.CharField(label="您的姓名", help_text="页面上和审计记录里显示的名字。", max_length=50)
    username = forms.CharField(
        label="用户名",
        help_text="以后登录时输的，例如姓名的拼音。",
        min_length=2,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["name", "username", "password1", "password2"]

    def owner(self) -> User | None:
        """Not saved yet; enough to compare the password with."""
        return User(username=self.cleaned_data.get("username", ""), name=self.cleaned_data.get("name", ""))


def _describe(field: forms.Field, label: str, help_text: str, autocomplete: str) -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs = {"autocomplete": autocomplete, "maxlength": str(LONGEST_PASSWORD)}
