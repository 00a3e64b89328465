"""«¿Olvidaste tus preguntas?»: the «OTP» option (S11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.forgot_questions import forgot_questions as use_case
from minga.access.models import FlowKind, Stage
from minga.access.queries import stage_of
from minga.access.recovery_queries import asks_questions
from minga.access.register import OfficeOnly
from minga.doors.web.access_page import flow_token, go_on, start_again, step, to_stage, visitor
from minga.doors.web.access_words import NOTICES
from minga.doors.web.forms.forgot_questions import ForgotQuestionsForm
from minga.doors.web.guard import NOTICE
from minga.doors.web.recovery_words import OFFICE_ONLY
from minga.kit import clock

ANEW = "nuevo"


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_QUESTIONS)
def forgot_questions(request: HttpRequest) -> HttpResponse:
    """Takes the document and the way; the answer is the same whether or not it is anybody's."""
    if not asks_questions(clock.now()):
        return start_again(FlowKind.SIGN_IN, "sin_preguntas")
    token = flow_token(request, FlowKind.RECOVER_QUESTIONS)
    if request.method != "POST" and ANEW not in request.GET:
        stage = stage_of(token, FlowKind.RECOVER_QUESTIONS, clock.now())
        if stage == Stage.SECURITY:
            return to_stage(FlowKind.RECOVER_QUESTIONS, stage)
    form = ForgotQuestionsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            way_in = use_case(
                document_type=form.cleaned_data["tipo_documento"],
                number=form.cleaned_data["numero"],
                choice=form.choice,
                flow_token=token,
                by=visitor(request),
                at=clock.now(),
            )
        except OfficeOnly:
            form.add_error("tipo_documento", OFFICE_ONLY)
        else:
            return go_on(request, FlowKind.RECOVER_QUESTIONS, way_in.token, way_in.stage)
    return render(
        request,
        "web/forgot_questions.html",
        {"form": form, "notice": NOTICES.get(request.GET.get(NOTICE, ""))},
        status=422 if form.errors else 200,
    )
