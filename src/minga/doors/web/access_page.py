"""What the pages of getting in have in common: cookies in, refusals out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from minga.access.flows import FlowElsewhere, FlowExpired
from minga.access.models import FlowKind, Stage
from minga.access.pin_gate import AnswersSpent, BrowserRevoked
from minga.access.pin_signer import SignerBusy
from minga.access.sources import TooManyNumbers
from minga.access.visitor import Visitor
from minga.doors.web import cookies
from minga.doors.web.guard import NOTICE
from minga.kit import origin

BUSY_RETRY_S = 5
_START = {
    FlowKind.SIGN_IN: "web:identify",
    FlowKind.REGISTER: "web:register",
    FlowKind.RECOVER_PIN: "web:forgot_pin",
    FlowKind.RECOVER_QUESTIONS: "web:forgot_questions",
}
_PAGES = {
    (FlowKind.SIGN_IN, Stage.CODE): "web:verify_browser",
    (FlowKind.SIGN_IN, Stage.PIN): "web:enter_pin",
    (FlowKind.SIGN_IN, Stage.QUESTION): "web:answer_question",
    (FlowKind.SIGN_IN, Stage.PIN_CHANGE): "web:renew_pin",
    (FlowKind.SIGN_IN, Stage.DONE): "web:identify",
    (FlowKind.REGISTER, Stage.CODE): "web:register_code",
    (FlowKind.REGISTER, Stage.PIN): "web:register_pin",
    (FlowKind.REGISTER, Stage.SECURITY): "web:register_security",
    (FlowKind.REGISTER, Stage.DONE): "web:registered",
    (FlowKind.RECOVER_PIN, Stage.CODE): "web:recover_pin_code",
    (FlowKind.RECOVER_PIN, Stage.PIN): "web:change_forgotten_pin",
    (FlowKind.RECOVER_PIN, Stage.DONE): "web:pin_recovered",
    (FlowKind.RECOVER_QUESTIONS, Stage.CODE): "web:recover_questions_code",
    (FlowKind.RECOVER_QUESTIONS, Stage.SECURITY): "web:change_forgotten_questions",
    (FlowKind.RECOVER_QUESTIONS, Stage.DONE): "web:questions_recovered",
}
_ANEW = {FlowExpired: "tiempo", BrowserRevoked: "equipo", AnswersSpent: "respuestas"}
View = Callable[..., HttpResponse]


def visitor(request: HttpRequest) -> Visitor:
    """Where the request came from."""
    return Visitor(
        ip=request.META.get("REMOTE_ADDR", ""),
        user_agent=request.headers.get("User-Agent", ""),
        host=own_host(request),
    )


def own_host(request: HttpRequest) -> str:
    """The name in the address bar, where it is the office's own or this machine's.

    Any other name was written by whoever sent the request: no code is tied to it.
    """
    asked = f"//{request.get_host()}"
    name = origin.host(asked)
    ours = name == origin.host(settings.ORIGIN) or origin.is_loopback(asked)
    return name if name and ours else ""


def browser_token(request: HttpRequest) -> str:
    """The token of an enrolled browser, or nothing."""
    return cookies.read(request, cookies.BROWSER)


def flow_token(request: HttpRequest, kind: FlowKind) -> str:
    """The token of the way in this browser is on, or nothing."""
    return cookies.read(request, cookies.FLOW[kind])


def to_stage(kind: FlowKind, stage: Stage) -> HttpResponseRedirect:
    """To the page of a step."""
    return HttpResponseRedirect(reverse(_PAGES[kind, stage]))


def go_on(request: HttpRequest, kind: FlowKind, token: str, stage: Stage) -> HttpResponse:
    """To the page of a step, with the flow's token in its cookie."""
    response = to_stage(kind, stage)
    cookies.write(request, response, cookies.FLOW[kind], token, cookies.FLOW_LIFE)
    return response


def start_again(kind: FlowKind, notice: str) -> HttpResponseRedirect:
    """To the first page, which says why (a key of `access_words.NOTICES`)."""
    return HttpResponseRedirect(f"{reverse(_START[kind])}?{NOTICE}={notice}")


def step(kind: FlowKind) -> Callable[[View], View]:
    """A page of a flow: refusals that belong to no field lead to the page that goes on."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except FlowElsewhere as refusal:
                return to_stage(kind, refusal.stage)
            except (FlowExpired, BrowserRevoked, AnswersSpent) as refusal:
                return start_again(kind, _ANEW[type(refusal)])
            except TooManyNumbers as refusal:
                return _too_many(request, refusal)
            except SignerBusy:
                return _busy(request)

        return page

    return decorate


def _too_many(request: HttpRequest, refusal: TooManyNumbers) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(int(refusal.wait.total_seconds()))
    return response


def _busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(BUSY_RETRY_S)
    return response
