"""One security question and «Recordar este equipo»."""

from django import forms

ANSWER_MAX = 100


class AnswerQuestionForm(forms.Form):
    """The answer, and whether this browser is to be known from now on."""

    respuesta = forms.CharField(
        label="Respuesta",
        max_length=ANSWER_MAX,
        error_messages={
            "required": "Escribe tu respuesta.",
            "max_length": "Escribe una respuesta más corta.",
        },
    )
    recordar = forms.BooleanField(label="Recordar este equipo", required=False, initial=True)
