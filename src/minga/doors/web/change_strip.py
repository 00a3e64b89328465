"""«Cambiar imagen y frase», from inside the office."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.access.change_strip import change_strip as use_case
from minga.access.flows import FlowExpired
from minga.access.register_security import SecurityRefused
from minga.access.strip_choice import other_images, strip_choice
from minga.doors.web.access_page import visitor
from minga.doors.web.access_words import security_errors
from minga.doors.web.forms.change_strip import ChangeStripForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.security import to_security
from minga.kit import clock

OTHERS = "otras_imagenes"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def change_strip(request: MemberRequest) -> HttpResponse:
    """Shows what is in force among others to choose from, and keeps the choice."""
    if request.method != "POST":
        return _page(request, None)
    try:
        if OTHERS in request.POST:
            return _other_images(request)
        return _keep(request)
    except FlowExpired:
        return redirect("web:change_strip")  # what was offered is over: choose again


def _keep(request: MemberRequest) -> HttpResponse:
    form = ChangeStripForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        use_case(
            session_token=session_token(request),
            phrase=form.cleaned_data["frase"],
            image=form.cleaned_data["imagen"],
            by=visitor(request),
            at=clock.now(),
        )
    except SecurityRefused as refusal:
        for field, sentence in security_errors(refusal):
            form.add_error(field, sentence)
        return _page(request, form)
    return to_security("imagen")


def _other_images(request: MemberRequest) -> HttpResponse:
    """Others, with the phrase as it was typed: nothing is checked yet."""
    token, at = session_token(request), clock.now()
    other_images(session_token=token, chosen=request.POST.get("imagen", ""), at=at)
    typed: QueryDict = request.POST.copy()
    typed["imagen"] = strip_choice(session_token=token, at=at).chosen
    return _page(request, ChangeStripForm(initial=typed.dict()))


def _page(request: MemberRequest, filled_in: ChangeStripForm | None) -> HttpResponse:
    choice = strip_choice(session_token=session_token(request), at=clock.now())
    in_force = {"frase": choice.phrase, "imagen": choice.chosen}
    form = ChangeStripForm(initial=in_force) if filled_in is None else filled_in
    images = [
        {
            "value": one.token,
            "url": reverse("web:security_image", args=[one.token]),
            "alt": one.name,
        }
        for one in choice.images
    ]
    return render(
        request,
        "web/change_strip.html",
        {"form": form, "images": images},
        status=422 if form.errors else 200,
    )
