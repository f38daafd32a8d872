"""Answers Django leaves without a page."""

from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin


class RefusalPageMiddleware(MiddlewareMixin):
    """Who opens the address of a button (a link kept over the sign-in) reads why, not a white page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Give an empty 405 its page."""
        empty = isinstance(response, HttpResponse) and not response.content
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not empty or request.method == "HEAD":
            return response
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page
