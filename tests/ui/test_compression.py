import gzip

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from lianxin.ui.compression import PageCompressionMiddleware

PAGE = "党员花名册" * 200


def sent(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    def view(request: HttpRequest) -> HttpResponseBase:
        return response

    return PageCompressionMiddleware(view)(RequestFactory().get("/", headers={"Accept-Encoding": accepts}))  # type: ignore[return-value]


def test_a_page_is_sent_compressed() -> None:
    response = sent(HttpResponse(PAGE))
    assert response.headers["Content-Encoding"] == "gzip"
    assert isinstance(response, HttpResponse)
    assert gzip.decompress(response.content).decode() == PAGE


def test_a_browser_that_cannot_read_it_gets_the_page_as_it_is() -> None:
    response = sent(HttpResponse(PAGE), accepts="identity")
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == PAGE


def test_files_are_left_alone() -> None:
    file = HttpResponse(PAGE, content_type="text/csv; charset=utf-8")
    stream = StreamingHttpResponse([PAGE])
    assert "Content-Encoding" not in sent(file).headers
    assert "Content-Encoding" not in sent(stream).headers
