"""Writes of the common pages: type size."""

from lianxin.access.models import User


def choose_type_size(*, user: User, large: bool) -> None:
    """Remember the type size with the account; a matter of taste, so not audited."""
    User.objects.filter(pk=user.pk).update(large_type=large)
