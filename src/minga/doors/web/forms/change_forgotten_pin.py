"""«Clave», twice the same."""

from minga.doors.web.forms.renew_pin import RenewPinForm


class ChangeForgottenPinForm(RenewPinForm):
    """The PIN that takes the place of a forgotten one."""
