"""Signing in and one's own account."""

from uuid import UUID

from tests.access.url_table import PUBLIC, SIGNED_IN, Row, Side
from tests.factories import PASSWORD

from lianxin.access.actions import first_sign_in_path, issue_slip
from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR


def _token(side: Side) -> list[str]:
    """A living link; there is one only while nobody has a password."""
    User.objects.update(password="!")
    return [first_sign_in_path().rstrip("/").rpartition("/")[2]]


def _code(side: Side) -> dict[str, str]:
    return {"code": issue_slip(user=side.account, actor=OPERATOR).code}


ROWS = [
    # Who is signed in is led on from here; everybody else sees the form.
    Row(
        "account_login",
        PUBLIC,
        data={"login": "nobody", "password": "x"},
        get=302,
        post=302,
        stranger_get=200,
        stranger_post=200,
    ),
    # Signing out asks nobody who he is; a stranger is sent to sign in by the view itself.
    Row("account_logout", PUBLIC, get=200, post=302, stranger_get=302, changes=False),
    Row("account_reauthenticate", SIGNED_IN, data={"password": PASSWORD}, post=302, changes=False),
    Row(
        "account_change_password",
        SIGNED_IN,
        data={"oldpassword": PASSWORD, "password1": f"{PASSWORD}新的一个", "password2": f"{PASSWORD}新的一个"},
        post=302,
    ),
    Row("access:account", SIGNED_IN),
    # Only between the two steps of signing in is there anything to ask.
    Row("access:code", PUBLIC, get=302, post=302, changes=False),
    Row("access:second_factor", SIGNED_IN),
    # The password is asked once more first.
    Row("access:turn_on", SIGNED_IN, get=302, post=302, changes=False),
    Row("access:turn_off", SIGNED_IN, get=302, post=302, changes=False),
    Row("access:renew_codes", SIGNED_IN, get=302, post=302, changes=False),
    Row("access:sessions", SIGNED_IN),
    Row("access:end_others", SIGNED_IN, get=None, post=302, changes=False),
    # A device that is not there and somebody else's answer alike: as one that is out already.
    Row("access:end_session", SIGNED_IN, fixed=[UUID(int=1)], get=None, post=302, changes=False),
    Row("access:slip", PUBLIC, data=_code, post=302, changes=False),
    # Without a slip in the session there is nothing to choose a password for.
    Row("access:slip_password", PUBLIC, get=302, post=302, changes=False),
    Row(
        "access:first",
        PUBLIC,
        args=_token,
        data={"name": "新人", "username": "xinren", "password1": PASSWORD, "password2": PASSWORD},
        post=302,
    ),
]
