"""Asking for an approval from any page, and the page where it is given (PIN and code, or passkey).

A view of a later room does this, and no more:

    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, return_to=request.path)
    use_case(approval_id=approval_id, session_id=session_id(request), …)

`return_to` is a page of ours that is read again (GET) and can be confirmed. Nothing in its address
says that something was approved: the approval is looked for by what is about to be done.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from minga.access import approval_queries, sessions
from minga.access.approval_queries import ApprovalPage, Step, approval_page
from minga.access.approvals import NoSuchApproval
from minga.access.approve_with_code import approve_with_code, resend_approval_code
from minga.access.approve_with_pin import approve_with_pin
from minga.access.ask_approval import ask_approval
from minga.access.intent import Intent
from minga.access.money_holds import MoneyHeld
from minga.access.pin_gate import PinDisabled
from minga.access.require_approval import require_approval
from minga.doors.web.access_page import visitor
from minga.doors.web.access_words import locked
from minga.doors.web.approve_words import IN_A_FORM, MOVED_ON, closed, fault, sent_to
from minga.doors.web.code_page import RESEND
from minga.doors.web.forms.approve import ApproveForm, approve_form
from minga.doors.web.guard import NOTICE, MemberRequest, members_only, safe_next
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.passkey_site import passkey_site
from minga.kit import clock


def session_id(request: MemberRequest) -> UUID:
    """The session at hand, as use cases that require an approval want it. Raises SessionOver."""
    return sessions.living(session_token(request), clock.now()).id


def approval_of(request: MemberRequest, intent: Intent) -> UUID | None:
    """What this member approved in this session, if it is exactly this and was not used yet."""
    return approval_queries.approved(session_id(request), intent, clock.now())


def approval_for(
    request: MemberRequest, intent: Intent, return_to: str
) -> Callable[[], bytes] | HttpResponse:
    """What a use case takes as `approve`; or the answer that goes and asks for the approval."""
    approval_id = approval_of(request, intent)
    if approval_id is None:
        return start_approval(request, intent, return_to=return_to)
    return uses_up(request, approval_id, intent, clock.now())


def start_approval(request: MemberRequest, intent: Intent, return_to: str) -> HttpResponse:
    """To the page that asks for the approval; from there to `return_to`, a path of this site.

    While money is held it says so instead. Raises SessionOver, and ValueError for another site.
    """
    if not safe_next(return_to):
        raise ValueError(f"{return_to!r} is no page of ours")
    try:
        approval_id = ask_approval(
            member_id=request.member.id,
            session_id=session_id(request),
            intent=intent,
            return_to=return_to,
            by=visitor(request),
            at=clock.now(),
        )
    except MoneyHeld as refusal:
        return render(request, "web/money_held.html", {"until": refusal.until}, status=403)
    return redirect("web:approve", approval_id)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def approve(request: MemberRequest, approval_id: UUID) -> HttpResponse:
    """Shows exactly what is approved and takes one proof after the other."""
    page = _page_of(request, approval_id)
    if page.step == Step.DONE:
        return redirect(page.return_to or "web:office_home")
    form = approve_form(page, request.POST if request.method == "POST" else None)
    is_asking = request.method == "POST" and page.step != Step.CLOSED
    if is_asking and (RESEND in request.POST or form.is_valid()):
        return _proven(request, approval_id, page, form)
    return _shown(request, approval_id, page, form)


def _proven(
    request: MemberRequest, approval_id: UUID, page: ApprovalPage, form: ApproveForm
) -> HttpResponse:
    """One proof taken, or the page that says why not."""
    try:
        _prove(request, approval_id, page, form)
    except PinDisabled as refusal:
        shown = {"locked_message": locked(refusal)}
        return render(request, "web/approve_locked.html", shown, status=403)
    except IN_A_FORM as refusal:
        page = _page_of(request, approval_id)
        form = approve_form(page, {})
        form.errors.clear()
        form.add_error(*fault(refusal, page))
        return _shown(request, approval_id, page, form)
    except MOVED_ON:
        pass  # the page, read again, says so
    return redirect("web:approve", approval_id)


def _prove(
    request: MemberRequest, approval_id: UUID, page: ApprovalPage, form: ApproveForm
) -> None:
    token, by, at = session_token(request), visitor(request), clock.now()
    if RESEND in request.POST:
        resend_approval_code(session_token=token, approval_id=approval_id, by=by, at=at)
    elif page.step == Step.CODE:
        code = form.cleaned_data["codigo"]
        approve_with_code(session_token=token, approval_id=approval_id, code=code, by=by, at=at)
    else:
        pin = form.cleaned_data["clave"]
        approve_with_pin(session_token=token, approval_id=approval_id, pin=pin, by=by, at=at)


def _page_of(request: MemberRequest, approval_id: UUID) -> ApprovalPage:
    try:
        return approval_page(
            session_token(request), approval_id, passkey_site(request), clock.now()
        )
    except NoSuchApproval:
        raise Http404 from None


def _shown(
    request: MemberRequest, approval_id: UUID, page: ApprovalPage, form: ApproveForm
) -> HttpResponse:
    shown = {
        "approval_id": approval_id,
        "page": page,
        "form": form,
        "closed": closed(page.closed) if page.closed else "",
        "locked_message": locked(page.pin_closed) if page.pin_closed else "",
        "sent_to": sent_to(page),
        "resend_in": page.resend_in,
        "key_failed": request.GET.get(NOTICE) == "llave",
    }
    status = 410 if page.closed else 422 if form.errors else 200
    return render(request, "web/approve.html", shown, status=status)


def uses_up(
    request: MemberRequest, approval_id: UUID, intent: Intent, at: datetime
) -> Callable[[], bytes]:
    """What a use case calls in its transaction; the session is read before that begins."""
    session = session_id(request)

    def approve() -> bytes:
        require_approval(
            approval_id=approval_id, member_id=request.member.id, session_id=session,
            intent=intent, at=at,
        )  # fmt: skip
        return intent.digest

    return approve
