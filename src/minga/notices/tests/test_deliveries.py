"""The record of deliveries."""

import pytest
from django.db import ProgrammingError

from minga.kit import clock
from minga.notices.deliveries import has_arrived, record_delivery
from minga.notices.models import Delivery, Outcome

pytestmark = pytest.mark.django_db


def record(outcome: Outcome, attempts: int) -> None:
    record_delivery(
        message=7, kind="registered", channel="email", recipient="a···@correo.co",
        subject="Tu acceso quedó listo", at=clock.now(), outcome=outcome, attempts=attempts,
    )  # fmt: skip


def test_a_message_has_one_row_that_tells_its_last_attempt(as_web: None) -> None:
    record(Outcome.RETRYING, 1)
    assert not has_arrived(7, "email")
    record(Outcome.SENT, 2)
    row = Delivery.objects.get()
    assert (row.outcome, row.attempts) == ("sent", 2)
    assert has_arrived(7, "email")
    assert not has_arrived(7, "sms")


@pytest.mark.parametrize(
    ("outcome", "arrived"),
    [("sent", True), ("kept", True), ("retrying", False), ("failed", False), ("expired", False)],
)
def test_knows_which_outcomes_mean_that_it_arrived(outcome: str, arrived: bool) -> None:
    record(Outcome(outcome), 1)
    assert has_arrived(7, "email") is arrived


def test_the_webs_role_erases_no_delivery(as_web: None) -> None:
    record(Outcome.SENT, 1)
    with pytest.raises(ProgrammingError, match="permission denied"):
        Delivery.objects.all().delete()
