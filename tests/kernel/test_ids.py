from datetime import datetime
from uuid import UUID

from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7


def test_ids_are_version_seven_of_the_standard_library() -> None:
    made = uuid7()
    assert type(made) is UUID
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert UUID(str(made)) == made


def test_ids_grow_and_differ_within_a_millisecond_also_under_a_stopped_clock() -> None:
    with clock.frozen(datetime(2026, 1, 1)):
        made = [uuid7() for _ in range(2000)]
    assert made == sorted(set(made))
