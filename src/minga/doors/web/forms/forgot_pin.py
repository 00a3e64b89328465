"""«¿Olvidaste tu contraseña?», in the leaflet's words."""

from minga.doors.web.forms.document import DocumentForm


class ForgotPinForm(DocumentForm):
    """Who somebody is."""
