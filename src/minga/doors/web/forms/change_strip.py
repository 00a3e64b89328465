"""«Frase de seguridad» and an image."""

from typing import Any

from django import forms

from minga.access.proof_page import ProofPage
from minga.doors.web.forms.change_pin import add_current


class ChangeStripForm(forms.Form):
    """What is shown before the PIN, and the PIN unless the sign-in is recent; what makes them good
    is the room's business."""

    frase = forms.CharField(
        label="Frase de seguridad",
        max_length=60,
        error_messages={
            "required": "Escribe tu frase de seguridad.",
            "max_length": "La frase debe tener entre 3 y 20 letras.",
        },
    )
    imagen = forms.CharField(
        label="Imagen de seguridad", error_messages={"required": "Elige una imagen."}
    )

    def __init__(self, *args: Any, proof: ProofPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_current(self, proof)
