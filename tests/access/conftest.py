from uuid import UUID

import pytest
from tests.access.support import PASSWORD, Place

from lianxin.access.actions import open_account
from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR


@pytest.fixture
def street() -> Place:
    return Place(UUID(int=1), "0001", "金碧街道党工委")


@pytest.fixture
def community() -> Place:
    return Place(UUID(int=2), "00010001", "复兴社区党总支")


@pytest.fixture
def branch() -> Place:
    return Place(UUID(int=3), "000100010001", "第一支部")


@pytest.fixture
def foreign() -> Place:
    return Place(UUID(int=4), "00010002", "永宁社区党总支")


@pytest.fixture
def user(db: None) -> User:
    return open_account(username="qianwj", name="钱文静", password=PASSWORD, actor=OPERATOR)


@pytest.fixture
def other(db: None) -> User:
    return open_account(username="wangsx", name="王守信", password=PASSWORD, actor=OPERATOR)
