"""Three security questions with their answers, wherever they are chosen."""

from django import forms

from minga.access.questions import QUESTIONS

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


class SecurityQuestionsForm(forms.Form):
    """The questions and answers; what makes them good is the room's business."""

    pregunta_1, respuesta_1 = _question(1), _answer(1)
    pregunta_2, respuesta_2 = _question(2), _answer(2)
    pregunta_3, respuesta_3 = _question(3), _answer(3)

    @property
    def questions(self) -> tuple[str, str, str]:
        """What a valid form says."""
        clean = self.cleaned_data
        return clean["pregunta_1"], clean["pregunta_2"], clean["pregunta_3"]

    @property
    def answers(self) -> tuple[str, str, str]:
        """What a valid form says."""
        clean = self.cleaned_data
        return clean["respuesta_1"], clean["respuesta_2"], clean["respuesta_3"]
