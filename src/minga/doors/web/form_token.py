"""The form token's cookie has a name that only this host can give, where there is https."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from minga.doors.web import cookies
from minga.doors.web.middleware import Handler


class FormTokenMiddleware:
    """Around Django's check of form tokens, which knows one name only.

    Over https the cookie is called `__Host-csrftoken`: a neighbouring host, or somebody on the
    line, cannot write it. One of the plain name is not believed there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        plain = settings.CSRF_COOKIE_NAME
        name = cookies.name(request, plain)
        if name == plain:
            return self.get_response(request)
        request.COOKIES.pop(plain, None)
        if name in request.COOKIES:
            request.COOKIES[plain] = request.COOKIES[name]
        response = self.get_response(request)
        given = response.cookies.pop(plain, None)
        if given is not None:
            response.set_cookie(
                name,
                given.value,
                max_age=settings.CSRF_COOKIE_AGE,
                path="/",
                secure=True,
                httponly=True,
                samesite="Strict",
            )
        return response
