"""The security question of a browser nobody enrolled, and «Recordar este equipo»."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.answer_question import answer_question as use_case
from minga.access.models import FlowKind
from minga.access.pin_gate import PinDisabled, WrongAnswer
from minga.access.queries import question_page
from minga.doors.web import cookies
from minga.doors.web.access_page import browser_token, flow_token, step, visitor
from minga.doors.web.access_words import locked, words
from minga.doors.web.forms.answer_question import AnswerQuestionForm
from minga.doors.web.into_the_office import into_the_office
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@step(FlowKind.SIGN_IN)
def answer_question(request: HttpRequest) -> HttpResponse:
    """Asks the question, takes the answer, opens the office."""
    form = AnswerQuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = use_case(
                token=flow_token(request, FlowKind.SIGN_IN),
                answer=form.cleaned_data["respuesta"],
                remembers=form.cleaned_data["recordar"],
                browser_token=browser_token(request),
                session_token=cookies.read(request, cookies.SESSION),
                by=visitor(request),
                at=clock.now(),
            )
        except WrongAnswer as refusal:
            form.add_error("respuesta", words(refusal))
        except PinDisabled:
            form = AnswerQuestionForm()  # the page itself says that it is closed
        else:
            return into_the_office(request, done)
    return _page(request, form)


def _page(request: HttpRequest, form: AnswerQuestionForm) -> HttpResponse:
    shown = question_page(flow_token(request, FlowKind.SIGN_IN), clock.now())
    return render(
        request,
        "web/answer_question.html",
        {
            "form": form,
            "question": shown.question,
            "locked_message": locked(shown.closed) if shown.closed else "",
        },
        status=422 if form.errors else 403 if shown.closed else 200,
    )
