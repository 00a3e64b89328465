"""Pages that ask for the PIN in force once more: what is wrong with it, in its place."""

from django import forms
from django.http import HttpResponse

from minga.access.models import FlowKind
from minga.access.pin_again import PasskeyFirst, PinNeeded, SignInAgain
from minga.access.pin_gate import PinDisabled, PinWaits, WrongPin
from minga.doors.web.access_page import start_again
from minga.doors.web.access_words import locked, words
from minga.kit.refusal import Refusal

CURRENT = "clave_actual"
REFUSALS = (WrongPin, PinWaits, PinDisabled, PinNeeded, SignInAgain, PasskeyFirst)


def tell(refusal: Refusal, form: forms.Form) -> HttpResponse | None:
    """Writes a refusal of the PIN beside its field; or leads to where the member can go on."""
    if isinstance(refusal, SignInAgain | PasskeyFirst):
        return start_again(FlowKind.SIGN_IN, "clave")
    if isinstance(refusal, PinDisabled):
        return start_again(FlowKind.SIGN_IN, "bloqueo")  # the session ended with it
    if isinstance(refusal, PinNeeded):
        form.add_error(CURRENT, "Escribe tu clave actual.")
    else:
        form.add_error(CURRENT, _sentence(refusal))
    return None


def _sentence(refusal: Refusal) -> str:
    return locked(refusal) if isinstance(refusal, PinWaits) else words(refusal)
