"""«¿Eres un usuario nuevo? Regístrate aquí» (S6)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind, Stage
from minga.access.queries import stage_of
from minga.access.register import OfficeOnly
from minga.access.register import register as use_case
from minga.doors.web.access_page import flow_token, go_on, step, to_stage, visitor
from minga.doors.web.access_words import NOTICES, words
from minga.doors.web.forms.register import RegisterForm
from minga.doors.web.guard import NOTICE
from minga.kit import clock

ANEW = "nuevo"
PROVEN = (Stage.PIN, Stage.SECURITY)


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Takes the data; the answer is the same whether or not they fit anybody."""
    token = flow_token(request, FlowKind.REGISTER)
    if request.method != "POST" and ANEW not in request.GET:
        stage = stage_of(token, FlowKind.REGISTER, clock.now())
        if stage in PROVEN:
            return to_stage(FlowKind.REGISTER, stage)
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            way_in = use_case(
                document_type=form.cleaned_data["tipo_documento"],
                number=form.cleaned_data["numero"],
                email=form.cleaned_data["correo"],
                flow_token=token,
                by=visitor(request),
                at=clock.now(),
            )
        except OfficeOnly as refusal:
            form.add_error("tipo_documento", words(refusal))
        else:
            return go_on(request, FlowKind.REGISTER, way_in.token, way_in.stage)
    return render(
        request,
        "web/register.html",
        {"form": form, "notice": NOTICES.get(request.GET.get(NOTICE, ""))},
        status=422 if form.errors else 200,
    )
