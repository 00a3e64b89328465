"""«Frase de seguridad», three questions with their answers, an image."""

from django import forms

from minga.access.register_security import Chosen
from minga.doors.web.forms.security_questions import SecurityQuestionsForm


class RegisterSecurityForm(SecurityQuestionsForm):
    """The last step of a registration; what makes a choice good is the room's business."""

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
    # Errors are told in the order of the page.
    field_order = ("frase",)

    @property
    def chosen(self) -> Chosen:
        """What a valid form says."""
        clean = self.cleaned_data
        return Chosen(
            phrase=clean["frase"],
            questions=self.questions,
            answers=self.answers,
            image=clean["imagen"],
        )
