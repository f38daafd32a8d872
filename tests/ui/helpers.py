"""Render a scrap of template and read it as a page."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory


def soup(source: str, context: dict[str, Any] | None = None, *, address: str = "/") -> BeautifulSoup:
    """The parsed output of ``source`` with the tags of ``ui`` loaded."""
    template = engines["django"].from_string("{% load ui %}" + source)
    return BeautifulSoup(template.render(context or {}, request(address)), "html.parser")


def request(address: str = "/") -> HttpRequest:
    """A GET nobody is signed in for."""
    made: HttpRequest = RequestFactory().get(address)
    made.session = {}  # type: ignore[assignment]
    return made


def only(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element ``selector`` finds."""
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def words(page: BeautifulSoup | Tag) -> str:
    """The text with blanks collapsed."""
    return " ".join(page.get_text(" ").split())
