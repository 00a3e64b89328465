"""A page that asks for a code and sends another one: of a sign-in or of a registration."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minga.access.code_limits import ResendTooSoon, TooManyCodes
from minga.access.code_messages import Channel
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.models import FlowKind, Stage
from minga.access.queries import asked_channel, resend_in
from minga.access.register import OfficeOnly
from minga.access.resend_code import resend_code
from minga.doors.web.access_page import flow_token, to_stage, visitor
from minga.doors.web.access_words import words
from minga.doors.web.forms.one_time_code import OneTimeCodeForm
from minga.kit import clock

RESEND = "resend"
_CHANNELS: dict[str, Channel] = {"sms": "sms", "email": "email"}


def code_page(
    request: HttpRequest, kind: FlowKind, template: str, try_code: Callable[[str], HttpResponse]
) -> HttpResponse:
    """Shows the page, tries the code with `try_code`, or sends another one by a channel."""
    if request.method == "POST" and RESEND in request.POST:
        return _send_another(request, kind, template)
    form = OneTimeCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return try_code(form.cleaned_data["codigo"])
        except (WrongCode, CodeSpent, CodeExpired) as refusal:
            form.add_error("codigo", words(refusal))
        except OfficeOnly as refusal:
            form.add_error(None, words(refusal))
            return _shown(request, template, form, 0)
    return _page(request, kind, template, form)


def _send_another(request: HttpRequest, kind: FlowKind, template: str) -> HttpResponse:
    form = OneTimeCodeForm({})
    form.full_clean()
    form.errors.clear()
    try:
        resend_code(
            token=flow_token(request, kind),
            kind=kind,
            channel=_CHANNELS.get(request.POST[RESEND], ""),
            by=visitor(request),
            at=clock.now(),
        )
    except (ResendTooSoon, TooManyCodes) as refusal:
        form.add_error(None, words(refusal))
        return _page(request, kind, template, form)
    return to_stage(kind, Stage.CODE)


def _page(
    request: HttpRequest, kind: FlowKind, template: str, form: OneTimeCodeForm
) -> HttpResponse:
    token, at = flow_token(request, kind), clock.now()
    wait, asked = resend_in(token, kind, at), asked_channel(token, kind, at)
    return _shown(request, template, form, wait, asked)


def _shown(
    request: HttpRequest, template: str, form: OneTimeCodeForm, wait: int, asked: str = ""
) -> HttpResponse:
    status = 422 if form.errors else 200
    shown = {"form": form, "resend_in": wait, "asked": asked}
    return render(request, template, shown, status=status)
