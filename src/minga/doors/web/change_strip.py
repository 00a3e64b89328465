"""«Cambiar imagen y frase», from inside the office."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minga.access.change_strip import change_strip as use_case
from minga.access.flows import FlowExpired
from minga.access.proof_page import ProofPage, proof_page
from minga.access.register_security import SecurityRefused
from minga.access.strip_choice import other_images, strip_choice
from minga.doors.web import asks_pin
from minga.doors.web.access_page import visitor
from minga.doors.web.access_words import security_errors
from minga.doors.web.forms.change_strip import ChangeStripForm
from minga.doors.web.guard import MemberRequest, members_only
from minga.doors.web.in_session import in_session, session_token
from minga.doors.web.passkey_site import passkey_site
from minga.doors.web.security import to_security
from minga.kit import clock

OTHERS = "otras_imagenes"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@in_session
def change_strip(request: MemberRequest) -> HttpResponse:
    """Shows what is in force among others to choose from, and keeps the choice; asks for the PIN,
    or for a key, unless the sign-in is recent."""
    proof = proof_page(
        session_token(request), "change_strip", passkey_site(request), clock.now(),
        recent_will_do=True,
    )  # fmt: skip
    if proof.passkey_only:
        return redirect("web:prove_with_passkey", "imagen")
    if request.method != "POST":
        return _page(request, proof, None)
    try:
        if OTHERS in request.POST:
            return _other_images(request, proof)
        return _keep(request, proof)
    except FlowExpired:
        return redirect("web:change_strip")  # what was offered is over: choose again


def _keep(request: MemberRequest, proof: ProofPage) -> HttpResponse:
    form = ChangeStripForm(request.POST, proof=proof)
    if not form.is_valid():
        return _page(request, proof, form)
    try:
        use_case(
            session_token=session_token(request),
            pin=form.cleaned_data.get(asks_pin.CURRENT, ""),
            phrase=form.cleaned_data["frase"],
            image=form.cleaned_data["imagen"],
            by=visitor(request),
            at=clock.now(),
        )
    except SecurityRefused as refusal:
        for field, sentence in security_errors(refusal):
            form.add_error(field, sentence)
        return _page(request, proof, form)
    except asks_pin.REFUSALS as refusal:
        return asks_pin.tell(refusal, form) or _page(request, proof, form)
    return to_security("imagen")


def _other_images(request: MemberRequest, proof: ProofPage) -> HttpResponse:
    """Others, with the phrase as it was typed: nothing is checked yet."""
    token, at = session_token(request), clock.now()
    other_images(session_token=token, chosen=request.POST.get("imagen", ""), at=at)
    typed: QueryDict = request.POST.copy()
    typed["imagen"] = strip_choice(session_token=token, at=at).chosen
    return _page(request, proof, ChangeStripForm(initial=typed.dict(), proof=proof))


def _page(
    request: MemberRequest, proof: ProofPage, filled_in: ChangeStripForm | None
) -> HttpResponse:
    choice = strip_choice(session_token=session_token(request), at=clock.now())
    in_force = {"frase": choice.phrase, "imagen": choice.chosen}
    form = ChangeStripForm(initial=in_force, proof=proof) if filled_in is None else filled_in
    images = [
        {
            "value": one.token,
            "url": reverse("web:security_image", args=[one.token]),
            "alt": one.name,
        }
        for one in choice.images
    ]
    return render(
        request,
        "web/change_strip.html",
        {"form": form, "images": images, "proof": proof},
        status=422 if form.errors else 200,
    )
