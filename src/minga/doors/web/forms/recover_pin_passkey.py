"""What comes with a passkey's answer in a recovery."""

from django import forms


class RecoverPinPasskeyForm(forms.Form):
    """The answer, as the page's script writes it."""

    respuesta = forms.CharField(widget=forms.HiddenInput, strip=False)
