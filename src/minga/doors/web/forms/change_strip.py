"""«Frase de seguridad» and an image."""

from django import forms


class ChangeStripForm(forms.Form):
    """What is shown before the PIN; what makes it good is the room's business."""

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
