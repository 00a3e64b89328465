"""An office whose channels a test chooses."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from minga.integrations.tests import servers
from minga.integrations.tests.servers import GatewayLog, Mailbox

Channels = Callable[..., None]


@pytest.fixture
def channels(settings: Any) -> Channels:
    """`channels(email_url=…, sms_url=…, demo=…)`: what the environment says from then on."""

    def choose(
        *, email_url: str | None = None, sms_url: str | None = None, demo: bool = False
    ) -> None:
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, email_url=email_url, sms_url=sms_url)
        settings.DEMO = demo
        settings.COOPERATIVE_NAME = "Cooperativa de Prueba"

    return choose


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with servers.smtp_server() as mailbox:
        yield mailbox


@pytest.fixture
def gateway() -> Iterator[GatewayLog]:
    with servers.sms_gateway() as log:
        yield log


@pytest.fixture
def real_channels(channels: Channels, mailbox: Mailbox, gateway: GatewayLog) -> None:
    """An SMTP server and a gateway that answer, outside demo mode."""
    channels(
        email_url=f"smtp://127.0.0.1:{mailbox.port}?from=oficina@ejemplo.co",
        sms_url=f"http://127.0.0.1:{gateway.port}/enviar",
    )
