"""The demo's mailbox: a page and the same as JSON. Outside demo mode neither exists."""

from dataclasses import asdict, replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from minga.notices.demo_mailbox import demo_messages
from minga.notices.models import Channel

_SAFE = ("GET", "HEAD")


# Exempt: the usual check answers a form with 403, and so would tell that the address exists.
@csrf_exempt
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """What members of the demo would have received, newest first."""
    if not settings.DEMO:
        raise Http404
    if request.method not in _SAFE:
        return HttpResponseNotAllowed(_SAFE)
    messages = [replace(m, channel=Channel(m.channel).label) for m in demo_messages()]
    return render(request, "web/demo_mailbox.html", {"messages": messages})


@csrf_exempt
def demo_mailbox_json(request: HttpRequest) -> HttpResponse:
    """A list of {"channel", "to", "subject", "text", "at"}, newest first; `at` is ISO 8601."""
    if not settings.DEMO:
        raise Http404
    if request.method not in _SAFE:
        return HttpResponseNotAllowed(_SAFE)
    return JsonResponse([asdict(message) for message in demo_messages()], safe=False)
