import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from lianxin.ui.middleware import RefusalPageMiddleware


def answer(response: HttpResponse, method: str = "GET") -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return response

    given = RefusalPageMiddleware(view)(RequestFactory().generic(method, "/members/look-up/"))
    assert isinstance(given, HttpResponse)
    return given


@pytest.mark.django_db
def test_the_address_of_a_button_opened_by_itself_says_why_it_does_not_work() -> None:
    page = answer(HttpResponseNotAllowed(["POST"]))
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in page.content.decode()


@pytest.mark.parametrize(
    ("response", "method"),
    [
        (HttpResponse("好"), "GET"),
        (HttpResponse(status=404), "GET"),
        (HttpResponseNotAllowed(["POST"]), "HEAD"),
        (HttpResponseNotAllowed(["POST"], "说明"), "GET"),
    ],
)
def test_other_answers_stay_as_they_are(response: HttpResponse, method: str) -> None:
    content = response.content
    given = answer(response, method)
    assert (given.status_code, given.content) == (response.status_code, content)
