import pytest
from django.core.cache import cache

from lianxin.config.after_migrate import run_steps


@pytest.mark.django_db
def test_the_cache_table_is_there_and_the_steps_can_be_repeated() -> None:
    run_steps("default")
    cache.set("key", "张三", 60)
    run_steps("default")
    assert cache.get("key") == "张三"
