"""A CDAT that paid interest along the way, cancelled early: what the pages say of its retention."""

from datetime import timedelta

import pytest
from django.urls import reverse

from minga.doors.web.tests.test_term_deposits import approve, cdat, inside
from minga.doors.web.tests.visitors import text
from minga.kit import clock
from minga.payments.tests.cast import Person
from minga.payments.tests.depositors import open_cdat
from minga.savings.models import SavingsPlan, TermInterest

__all__ = ["cdat"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]


def test_an_early_end_shows_the_retention_that_comes_back(cdat: SavingsPlan) -> None:
    client, who, savings = inside()
    today = clock.business_date(clock.now())
    made = open_cdat(
        Person(who.id, savings, savings, savings), cdat, today - timedelta(days=100), days=200,
        pays_every_months=1,
    )  # fmt: skip
    TermInterest.objects.create(
        deposit=made, paid_on=today - timedelta(days=1), gross=260_000, withheld=10_400, accrued=0,
        settled_in=today, entry_id=-1,
    )  # fmt: skip
    address = reverse("web:cancel_term_deposit", args=[made.id])
    page = text(client.get(address))
    is_this_year = (today - timedelta(days=1)).year == today.year
    words = "Retención que te devolvemos" if is_this_year else "En años anteriores"
    assert words in page
    assert "Impuesto sobre los intereses" not in page or not is_this_year
    approve(client, who, client.post(address)["Location"])
    receipt = text(client.post(address, follow=True))
    assert ("Retención que te devolvimos" in receipt) == is_this_year
    done = text(client.get(reverse("web:term_deposit", args=[made.id])))
    assert "De los intereses que te habíamos pagado se descontaron" in done
    assert ("de retención en la fuente" in done) == is_this_year
