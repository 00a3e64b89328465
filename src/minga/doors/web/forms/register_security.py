"""«Frase de seguridad», three questions with their answers, an image."""

from typing import Any

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

    def __init__(self, *args: Any, asks_questions: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_questions = asks_questions
        if not asks_questions:
            for name in SecurityQuestionsForm.base_fields:
                del self.fields[name]

    @property
    def chosen(self) -> Chosen:
        """What a valid form says."""
        clean = self.cleaned_data
        return Chosen(
            phrase=clean["frase"],
            questions=self.questions if self.asks_questions else (),
            answers=self.answers if self.asks_questions else (),
            image=clean["imagen"],
        )
