from lianxin.config.staticfiles import CollectedStorage


def test_names_are_plain_while_nothing_was_collected() -> None:
    assert CollectedStorage().url("ui/site.css") == "/static/ui/site.css"
