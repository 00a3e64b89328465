"""«Quitar» a passkey."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.models import FlowKind
from minga.access.passkey_queries import has_secret, passkey_of
from minga.access.remove_passkey import LastPasskey
from minga.access.remove_passkey import remove_passkey as use_case
from minga.access.rename_passkey import NoSuchPasskey
from minga.access.sessions import SessionOver
from minga.doors.web import cookies
from minga.doors.web.access_page import start_again, visitor
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.passkeys import to_passkeys
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def remove_passkey(request: MemberRequest, passkey_id: UUID) -> HttpResponse:
    """Asks first, then removes one of the member's own keys; 404 for any other key."""
    own = passkey_of(request.member.id, passkey_id)
    if own is None:
        raise Http404
    if request.method != "POST":
        shown = {"name": own.name, "has_secret": has_secret(request.member.id)}
        return render(request, "web/remove_passkey.html", shown)
    try:
        use_case(
            session_token=cookies.read(request, cookies.SESSION),
            passkey_id=passkey_id,
            by=visitor(request),
            at=clock.now(),
        )
    except SessionOver:
        return start_again(FlowKind.SIGN_IN, "sesion")
    except LastPasskey:
        return to_passkeys("unica")
    except NoSuchPasskey as gone:
        raise Http404 from gone
    return to_passkeys("quitada")
