"""«Frase de seguridad», questions and image (S8)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind
from minga.access.offer_images import offer_images
from minga.access.queries import asks_questions, kept_image, offered_images
from minga.access.register_security import AlreadyRegistered, SecurityRefused
from minga.access.register_security import register_security as use_case
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, flow_token, start_again, step, visitor
from minga.doors.web.access_words import security_errors
from minga.doors.web.forms.register_security import RegisterSecurityForm
from minga.kit import clock

OTHERS = "otras_imagenes"


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.REGISTER)
def register_security(request: HttpRequest) -> HttpResponse:
    """Takes the last choices; says everything that is wrong with them at once."""
    if request.method != "POST":
        return _page(request, _form())
    if OTHERS in request.POST:
        return _other_images(request)
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        token = use_case(
            token=flow_token(request, FlowKind.REGISTER),
            chosen=form.chosen,
            browser_token=browser_token(request),
            by=visitor(request),
            at=clock.now(),
        )
    except SecurityRefused as refusal:
        for field, sentence in security_errors(refusal):
            form.add_error(field, sentence)
        return _page(request, form)
    except AlreadyRegistered:
        return start_again(FlowKind.SIGN_IN, "registrado")
    response = redirect("web:registered")
    cookies.write(request, response, cookies.BROWSER, token, cookies.BROWSER_LIFE)
    return response


def _other_images(request: HttpRequest) -> HttpResponse:
    """Other images, with everything else as it was typed: nothing is checked yet."""
    token, at = flow_token(request, FlowKind.REGISTER), clock.now()
    offer_images(token=token, chosen=request.POST.get("imagen", ""), at=at)
    typed: QueryDict = request.POST.copy()
    typed["imagen"] = kept_image(token, at)
    return _page(request, _form(initial=typed.dict()))


def _form(data: QueryDict | None = None, **kwargs: Any) -> RegisterSecurityForm:
    return RegisterSecurityForm(data, asks_questions=asks_questions(clock.now()), **kwargs)


def _page(request: HttpRequest, form: RegisterSecurityForm) -> HttpResponse:
    offered = offered_images(flow_token(request, FlowKind.REGISTER), clock.now())
    images = [
        {
            "value": one.token,
            "url": reverse("web:security_image", args=[one.token]),
            "alt": one.name,
        }
        for one in offered
    ]
    return render(
        request,
        "web/register_security.html",
        {"form": form, "images": images},
        status=422 if form.errors else 200,
    )
