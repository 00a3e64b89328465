"""New questions and answers, and «Aceptar» (S12)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.change_forgotten_questions import change_forgotten_questions as use_case
from minga.access.flows import at_stage
from minga.access.models import FlowKind, Stage
from minga.access.register_security import SecurityRefused
from minga.doors.web.access_page import flow_token, step, to_stage, visitor
from minga.doors.web.access_words import security_errors
from minga.doors.web.forms.security_questions import SecurityQuestionsForm
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.RECOVER_QUESTIONS)
def change_forgotten_questions(request: HttpRequest) -> HttpResponse:
    """Takes the new questions; says everything that is wrong with them at once."""
    token, at = flow_token(request, FlowKind.RECOVER_QUESTIONS), clock.now()
    form = SecurityQuestionsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            use_case(
                token=token,
                questions=form.questions,
                answers=form.answers,
                by=visitor(request),
                at=at,
            )
        except SecurityRefused as refusal:
            for field, sentence in security_errors(refusal):
                form.add_error(field, sentence)
        else:
            return to_stage(FlowKind.RECOVER_QUESTIONS, Stage.DONE)
    at_stage(token, FlowKind.RECOVER_QUESTIONS, Stage.SECURITY, at)
    return render(
        request,
        "web/change_forgotten_questions.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@require_safe
def questions_recovered(request: HttpRequest) -> HttpResponse:
    """Says what can be done now. It knows nothing about who reads it."""
    return render(request, "web/questions_recovered.html")
