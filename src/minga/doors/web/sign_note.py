"""What an approved credit says before it is signed, its promissory note, and the signature."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.intent import Intent
from minga.access.require_approval import voids_what_changed
from minga.doors.web.approve import approval_of, start_approval
from minga.doors.web.credit_request import mine
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.doors.web.loan_words import SHORT_METHODS, percent
from minga.doors.web.signing import signs_with
from minga.doors.web.simulate_credit import shown_cost
from minga.doors.web.templatetags.money import cop, day_long
from minga.kit import clock
from minga.kit.refusal import Refusal
from minga.loans.codebtors import CodebtorsUnsigned
from minga.loans.note_terms import NoteTerms
from minga.loans.offers import OfferExpired
from minga.loans.open_request import RequestNotOpen
from minga.loans.request_queries import RequestView
from minga.loans.sign_codebtor import unsigned
from minga.loans.signed_note import signed_note
from minga.loans.usury import AboveUsury, UsuryCapMissing
from minga.payments import sign_note as use_case
from minga.payments.disburse_loan import UnknownDestination
from minga.payments.sign_note import NoAccountToPay, NoteChanged

NOT_NOW = (OfferExpired, AboveUsury, UsuryCapMissing, NoAccountToPay, UnknownDestination)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def sign_note(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Everything that is agreed, the note word by word, and one button; signed once."""
    found = mine(request, request_id)
    try:
        terms = use_case.terms_to_sign(
            member_id=request.member.id, request_id=request_id,
            cooperative=settings.COOPERATIVE_NAME, nit=settings.COOPERATIVE_NIT, at=clock.now(),
        )  # fmt: skip
        if terms is None:
            return redirect("web:credit_request", request_id)
        if request.method == "POST":
            return _sign(request, terms)
    except (RequestNotOpen, CodebtorsUnsigned, NoteChanged):
        return redirect("web:credit_request", request_id)
    except NOT_NOW as refusal:
        shown = {"problem": _why(refusal), "request_id": request_id}
        return render(request, "web/sign_note.html", shown, status=409)
    return render(request, "web/sign_note.html", _shown(found, terms))


@require_safe
@members_only
def own_note(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """The member's copy of the note as it was signed, with its signature; 404 before that."""
    kept = signed_note(request.member.id, request_id)
    if kept is None:
        raise Http404
    return HttpResponse(
        kept.copy,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="pagare-{kept.number}.txt"'},
    )


def _sign(request: MemberRequest, terms: NoteTerms) -> HttpResponse:
    intent = _intent(terms)
    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, return_to=request.path)
    voids_what_changed(use_case.sign_note)(
        terms=terms, at=clock.now(), approve=signs_with(request, approval_id, intent)
    )
    return redirect("web:credit_request", terms.request_id)


def _intent(terms: NoteTerms) -> Intent:
    """What is approved is the very text: its digest is bound."""
    new = terms.new
    return Intent(
        operation="sign_promissory_note",
        amount=new.principal,
        destination="de crédito: firmar tu pagaré",
        details={
            "Cuotas": f"{new.periods}, {SHORT_METHODS[new.method].lower()}",
            "Primera cuota": f"{cop(terms.instalments[0].total)}, "
            f"{day_long(terms.instalments[0].due_on)}",
            "Tasa": f"{percent(new.rate_ea)} E.A.",
            "Llega a": terms.pays_to_words,
        },
        bound={"request": str(terms.request_id), "note": terms.digest.hex()},
    )


def _shown(found: RequestView, terms: NoteTerms) -> dict[str, object]:
    new = terms.new
    rates = (new.rate_ea, new.mora_rate_ea, new.insurance_monthly)
    return {
        "terms": terms,
        "digest": terms.digest.hex(),
        "offer_until": found.offer_until,
        "unsigned": unsigned(terms.codebtors),
        "request_id": terms.request_id,
        "quote": shown_cost(terms.cost, line=terms.line_name, method=new.method, rates=rates)
        | {"collection": terms.collection},
    }


def _why(refusal: Refusal) -> str:
    if isinstance(refusal, OfferExpired):
        return (
            f"Podías firmar hasta el {day_long(refusal.until)}. Pide a tu cooperativa que renueve "
            "la oferta."
        )
    if isinstance(refusal, NoAccountToPay | UnknownDestination):
        return "La cuenta que elegiste ya no recibe dinero. Acércate a tu cooperativa."
    return (
        "Hoy no podemos entregar este crédito: tu cooperativa debe revisar la tasa frente al "
        "límite legal de este mes. Intenta más tarde o acércate a la oficina."
    )
