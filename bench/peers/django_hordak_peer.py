"""django-hordak under the same load: transfers with a funds check, as an application makes them.

    python django_hordak_peer.py setup ACCOUNTS     tables and funded member accounts
    python django_hordak_peer.py work NUMBER        speaks bench.ledger.protocol
    python django_hordak_peer.py verify             one JSON line: transfers, and whether all fits

Runs in the peers' own virtual environment; libpq's variables (PGHOST …) name the database.

hordak stores no balance: an account's is the sum of its legs. The check is what its documentation
leaves to the application: in one atomic block lock the account, sum it, then `transfer_to`. We give
it its cheapest correct form: one query locks both accounts, FOR NO KEY UPDATE, so that the foreign
keys of others' legs do not wait; `get_simple_balance` sums one account without its tree; accounts
are roots, so there is no tree to walk.
"""

import json
import os
import sys
from datetime import date
from random import Random

import django
from django.conf import settings

from bench.ledger.protocol import serve

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["PGHOST"],
            "USER": os.environ["PGUSER"],
            "PASSWORD": os.environ["PGPASSWORD"],
            "NAME": os.environ["PGDATABASE"],
            "CONN_MAX_AGE": None,
        }
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "mptt",
        "djmoney",
        "hordak",
    ],
    SECRET_KEY="bench",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    TIME_ZONE="America/Bogota",
    DEFAULT_CURRENCY="EUR",  # its converter knows no pesos; a currency is a label here
    HORDAK_INTERNAL_CURRENCY="EUR",
    CURRENCIES=["EUR"],
    HORDAK_MAX_DIGITS=18,
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Count, Q, Sum  # noqa: E402
from hordak.models import Account, AccountType, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

OPENING = Money(1_000_000_000, "EUR")
ONE = Money(1, "EUR")
TRANSFER = "Transferencia"


class InsufficientFunds(Exception):
    """The source does not hold the amount."""


def setup(accounts: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    cash = Account.objects.create(name="Caja", code="0", type=AccountType.asset, currencies=["EUR"])
    for number in range(1, accounts + 1):
        member = Account.objects.create(
            name=f"Ahorro {number}",
            code=f"{number:06d}",
            type=AccountType.liability,
            currencies=["EUR"],
        )
        # A credit to cash from a liability would empty both; hordak's transfer_to credits its own
        # account.
        member.transfer_to(cash, OPENING, description="Apertura")


def transfer(source: int, target: int) -> None:
    with transaction.atomic():
        locked = {
            account.pk: account
            for account in Account.objects.filter(pk__in=(source, target))
            .order_by("pk")
            .select_for_update(no_key=True)
        }
        if locked[source].get_simple_balance() < ONE:
            raise InsufficientFunds
        # Between two liabilities transfer_to raises its own account and lowers the other one.
        locked[target].transfer_to(locked[source], ONE, description=TRANSFER, date=date.today())


def work(number: int) -> None:
    members = list(
        Account.objects.filter(type=AccountType.liability)
        .order_by("pk")
        .values_list("pk", flat=True)
    )

    def one(chance: Random) -> int:
        transfer(*chance.sample(members, 2))
        return 1

    serve({"transfer": one}, seed=number)


def verify() -> None:
    transfers = Transaction.objects.filter(description=TRANSFER)
    uneven = transfers.annotate(
        legs_=Count("legs"), d=Sum("legs__debit"), c=Sum("legs__credit")
    ).exclude(legs_=2, d=1, c=1)
    totals = Leg.objects.filter(Q(account__type=AccountType.liability)).aggregate(
        c=Sum("credit"), d=Sum("debit")
    )
    members = Account.objects.filter(type=AccountType.liability).count()
    fits = totals["c"] - totals["d"] == members * OPENING.amount and not uneven.exists()
    print(json.dumps({"transfers": transfers.count(), "fits": bool(fits)}))


if __name__ == "__main__":
    {"setup": setup, "work": work, "verify": verify}[sys.argv[1]](*map(int, sys.argv[2:]))
