"""Where messages go from here, as the environment says."""

from dataclasses import dataclass

from django.conf import settings

from minga.integrations import email, sms


@dataclass(frozen=True)
class Channels:
    """What this office can send through; None is a channel that has nowhere to send to."""

    email: email.EmailServer | None
    sms: sms.SmsGateway | None
    keeps_demo_mail: bool


def open_channels() -> Channels:
    """Reads EMAIL_URL and SMS_URL; raises BadAddress, in words for whoever wrote them."""
    environment = settings.ENVIRONMENT
    return Channels(
        email.parse(environment.email_url) if environment.email_url else None,
        sms.parse(environment.sms_url) if environment.sms_url else None,
        settings.DEMO,
    )
