"""«Cambiar nombre» of a passkey."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minga.access.passkey_queries import passkey_of
from minga.access.rename_passkey import NoSuchPasskey
from minga.access.rename_passkey import rename_passkey as use_case
from minga.doors.web.access_page import visitor
from minga.doors.web.forms.passkeys import RenamePasskeyForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.passkeys import to_passkeys
from minga.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def rename_passkey(request: MemberRequest, passkey_id: UUID) -> HttpResponse:
    """Another name for one of the member's own keys; 404 for any other key."""
    own = passkey_of(request.member.id, passkey_id)
    if own is None:
        raise Http404
    form = RenamePasskeyForm(
        request.POST if request.method == "POST" else None, initial={"nombre": own.name}
    )
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "web/rename_passkey.html", {"form": form}, status=status)
    try:
        use_case(
            member_id=request.member.id,
            passkey_id=passkey_id,
            name=form.cleaned_data["nombre"],
            by=visitor(request),
            at=clock.now(),
        )
    except NoSuchPasskey as gone:
        raise Http404 from gone
    return to_passkeys("nombre")
