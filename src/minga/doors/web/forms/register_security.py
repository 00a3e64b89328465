"""«Frase de seguridad», three questions with their answers, an image."""

from django import forms

from minga.access.questions import QUESTIONS
from minga.access.register_security import Chosen

_CHOICES = [("", "Elige una pregunta"), *QUESTIONS.items()]


def _question(number: int) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"Pregunta de seguridad {number}",
        choices=_CHOICES,
        error_messages={
            "required": "Elige una pregunta.",
            "invalid_choice": "Elige una pregunta.",
        },
    )


def _answer(number: int) -> forms.CharField:
    return forms.CharField(
        label=f"Respuesta {number}",
        max_length=100,
        error_messages={
            "required": "Escribe tu respuesta.",
            "max_length": "Escribe una respuesta más corta.",
        },
    )


class RegisterSecurityForm(forms.Form):
    """The last step of a registration; what makes a choice good is the room's business."""

    frase = forms.CharField(
        label="Frase de seguridad",
        max_length=60,
        error_messages={
            "required": "Escribe tu frase de seguridad.",
            "max_length": "La frase debe tener entre 3 y 20 letras.",
        },
    )
    pregunta_1, respuesta_1 = _question(1), _answer(1)
    pregunta_2, respuesta_2 = _question(2), _answer(2)
    pregunta_3, respuesta_3 = _question(3), _answer(3)
    imagen = forms.CharField(
        label="Imagen de seguridad", error_messages={"required": "Elige una imagen."}
    )

    @property
    def chosen(self) -> Chosen:
        """What a valid form says."""
        clean = self.cleaned_data
        return Chosen(
            phrase=clean["frase"],
            questions=(clean["pregunta_1"], clean["pregunta_2"], clean["pregunta_3"]),
            answers=(clean["respuesta_1"], clean["respuesta_2"], clean["respuesta_3"]),
            image=clean["imagen"],
        )
