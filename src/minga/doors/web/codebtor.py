"""Being somebody's codebtor: what was asked, what it means, yes or no, the signature, the debt."""

import contextlib
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minga.access.intent import DETAIL_LENGTH_MAX, Intent
from minga.access.require_approval import voids_what_changed
from minga.doors.web.approve import approval_of, start_approval
from minga.doors.web.codebtor_words import STAGES
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session
from minga.doors.web.loan_words import SHORT_METHODS
from minga.doors.web.quoted_today import quoted_today
from minga.doors.web.signing import signs_with
from minga.doors.web.simulate_credit import shown_quote
from minga.kit import clock
from minga.kit.money import Money
from minga.loans.answer_codebtor import (
    InvitationChanged,
    InvitationExpired,
    SignedAlready,
    UnknownInvitation,
    accept_codebtor,
    decline_codebtor,
)
from minga.loans.authorisation_texts import AUTHORISATIONS
from minga.loans.codebtor_obligation import Obligation
from minga.loans.codebtor_queries import Invitation, Stage, invitation_of
from minga.loans.models import LoanRequest
from minga.loans.offers import OfferExpired
from minga.loans.open_request import RequestNotOpen
from minga.loans.sign_codebtor import ObligationChanged, obligation_to_sign, sign_codebtor
from minga.loans.signed_note import signed_obligation

NO = "no"
MOVED_ON = (RequestNotOpen, OfferExpired, ObligationChanged, UnknownInvitation)
DEBT = "toda la deuda, igual que quien recibe el crédito"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def codebtor(request: MemberRequest, codebtor_id: UUID) -> HttpResponse:
    """What was asked and where it stands; yes with an approval, no with a button."""
    found = _found(request, codebtor_id)
    if request.method == "POST":
        return _answer(request, found)
    quote = quoted_today(found)
    shown = {
        "asked": found,
        "stage": STAGES[found.stage],
        "quote": quote and shown_quote(quote),
        "method": SHORT_METHODS[found.method],
        "authorisations": [
            (one.title, one.text.format(cooperative=settings.COOPERATIVE_NAME))
            for one in AUTHORISATIONS
        ],
        "has_copy": signed_obligation(request.member.id, codebtor_id) is not None,
    }
    return render(request, "web/codebtor.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def sign_as_codebtor(request: MemberRequest, codebtor_id: UUID) -> HttpResponse:
    """The obligation word by word, and one button; signed once."""
    found = _found(request, codebtor_id)
    if found.stage is not Stage.TO_SIGN:
        return redirect("web:codebtor", codebtor_id)
    pair = obligation_to_sign(
        member_id=request.member.id, codebtor_id=codebtor_id,
        cooperative=settings.COOPERATIVE_NAME,
    )  # fmt: skip
    if pair is None:
        return redirect("web:codebtor", codebtor_id)
    whole, mine = pair
    intent = _signing(whole, mine)
    if request.method == "POST":
        approval_id = approval_of(request, intent)
        if approval_id is None:
            return start_approval(request, intent, return_to=request.path)
        # The page it leads to says what stands.
        with contextlib.suppress(*MOVED_ON):
            voids_what_changed(sign_codebtor)(
                member_id=request.member.id, codebtor_id=codebtor_id, seen=mine.digest,
                cooperative=settings.COOPERATIVE_NAME, at=clock.now(),
                approve=signs_with(request, approval_id, intent),
            )  # fmt: skip
        return redirect("web:codebtor", codebtor_id)
    shown = {
        "asked": found, "obligation": mine, "digest": mine.digest.hex(), "amount": intent.amount,
    }  # fmt: skip
    return render(request, "web/sign_as_codebtor.html", shown)


@require_safe
@members_only
def own_obligation(request: MemberRequest, codebtor_id: UUID) -> HttpResponse:
    """The codebtor's copy of what they signed; 404 before that."""
    kept = signed_obligation(request.member.id, codebtor_id)
    if kept is None:
        raise Http404
    return HttpResponse(
        kept.copy,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="codeudor-{kept.number}.txt"'},
    )


def _answer(request: MemberRequest, found: Invitation) -> HttpResponse:
    # The page it leads to says where it stands.
    with contextlib.suppress(
        UnknownInvitation, InvitationExpired, InvitationChanged, SignedAlready
    ):
        if NO in request.POST:
            decline_codebtor(
                member_id=request.member.id, codebtor_id=found.id, at=clock.now()
            )  # fmt: skip
        elif found.is_answerable:
            intent = _accepting(found)
            approval_id = approval_of(request, intent)
            if approval_id is None:
                return start_approval(request, intent, return_to=request.path)
            voids_what_changed(accept_codebtor)(
                member_id=request.member.id, codebtor_id=found.id, seen=found.terms,
                cooperative=settings.COOPERATIVE_NAME, at=clock.now(),
                approve=signs_with(request, approval_id, intent),
            )  # fmt: skip
    return redirect("web:codebtor", found.id)


def _accepting(found: Invitation) -> Intent:
    """What is accepted is exactly what was read: its digest is bound."""
    return Intent(
        operation="accept_codebtor",
        amount=found.amount,
        destination="de crédito: ser codeudor",
        details={
            "Recibe el crédito": found.debtor[:DETAIL_LENGTH_MAX],
            "Línea": found.line_name,
            "Cuotas": str(found.periods),
            "Respondes por": DEBT,
            "Autorizas": "usar tus datos, y consultarte y reportarte en centrales de riesgo",
        },
        bound={"codebtor": str(found.id), "terms": found.terms},
    )


def _signing(whole: LoanRequest, mine: Obligation) -> Intent:
    agreed = whole.decision.proposal
    return Intent(
        operation="sign_as_codebtor",
        amount=Money.of(agreed["amount"]),
        destination="de crédito: firmar como codeudor",
        details={
            "Recibe el crédito": whole.member.full_name[:DETAIL_LENGTH_MAX],
            "Cuotas": str(agreed["periods"]),
            "Respondes por": DEBT,
        },
        bound={"codebtor": str(mine.codebtor_id), "obligation": mine.digest.hex()},
    )


def _found(request: MemberRequest, codebtor_id: UUID) -> Invitation:
    found = invitation_of(request.member.id, codebtor_id, clock.now())
    if found is None:
        raise Http404
    return found
