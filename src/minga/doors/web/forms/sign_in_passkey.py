"""What comes with a passkey's answer."""

from django import forms


class SignInPasskeyForm(forms.Form):
    """The answer, as the page's script writes it; where to go on; «Recordar este equipo»."""

    respuesta = forms.CharField(widget=forms.HiddenInput, strip=False)
    siguiente = forms.CharField(widget=forms.HiddenInput, required=False)
    recordar = forms.BooleanField(label="Recordar este equipo", required=False)
