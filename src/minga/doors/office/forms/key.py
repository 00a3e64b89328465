"""What comes with a key's answer."""

from django import forms


class KeyForm(forms.Form):
    """The answer, as the page's script writes it, and where to go on."""

    respuesta = forms.CharField(widget=forms.HiddenInput, strip=False)
    siguiente = forms.CharField(widget=forms.HiddenInput, required=False)
