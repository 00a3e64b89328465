"""«Cambiar preguntas», from inside the office."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access.change_questions import NoQuestions
from minga.access.change_questions import change_questions as use_case
from minga.access.proof_page import proof_page
from minga.access.register_security import SecurityRefused
from minga.doors.web import asks_pin
from minga.doors.web.access_page import visitor
from minga.doors.web.access_words import security_errors
from minga.doors.web.forms.change_questions import ChangeQuestionsForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.security import to_security
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def change_questions(request: MemberRequest) -> HttpResponse:
    """Asks for three questions with their answers, and for the PIN."""
    at = clock.now()
    proof = proof_page(session_token(request), "change_questions", passkey_site(request), at)
    if proof.passkey_only:
        return redirect("web:prove_with_passkey", "preguntas")
    form = ChangeQuestionsForm(request.POST if request.method == "POST" else None, proof=proof)
    if form.is_valid():
        try:
            use_case(
                session_token=session_token(request),
                pin=form.cleaned_data.get(asks_pin.CURRENT, ""),
                questions=form.questions,
                answers=form.answers,
                by=visitor(request),
                at=at,
            )
        except NoQuestions as refusal:
            raise Http404 from refusal
        except SecurityRefused as refusal:
            for field, sentence in security_errors(refusal):
                form.add_error(field, sentence)
        except asks_pin.REFUSALS as refusal:
            elsewhere = asks_pin.tell(refusal, form)
            if elsewhere is not None:
                return elsewhere
        else:
            return to_security("preguntas")
    return render(
        request,
        "web/change_questions.html",
        {"form": form, "proof": proof},
        status=422 if form.errors else 200,
    )
