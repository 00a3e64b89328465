"""No request brings more than a document: larger ones are refused before they are read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Handler = Callable[[HttpRequest], HttpResponse]
BODY_MAX = 6 * 1024 * 1024  # a document of five megabytes and what a form says around it


class BodyLimitMiddleware:
    """Before anything reads the body: who asks for a token in it would read all of it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) <= BODY_MAX:
            return self.get_response(request)
        return render(request, "413.html", status=413)
