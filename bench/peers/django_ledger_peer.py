"""django-ledger under the same load: one posted journal entry with two transactions a transfer.

    python django_ledger_peer.py setup ACCOUNTS     tables, one entity, active member accounts
    python django_ledger_peer.py work NUMBER        speaks bench.ledger.protocol
    python django_ledger_peer.py verify             one JSON line: transfers, and whether all fits

Runs in the peers' own virtual environment; libpq's variables (PGHOST …) name the database.

`LedgerModel.commit_txs(..., je_posted=True)` is its own way to write a verified, posted entry. It
checks no funds, and we ask for none; each process reads the ledger and the accounts once.
"""

import json
import os
import sys
from decimal import Decimal
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
        "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
        "treebeard", "django_ledger",
    ],
    SECRET_KEY="bench",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    TIME_ZONE="America/Bogota",
    DJANGO_LEDGER_USE_DEPRECATED_BEHAVIOR=False,
)  # fmt: skip
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import Count, Q, Sum  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from django_ledger.io import roles  # noqa: E402
from django_ledger.models import (  # noqa: E402
    AccountModel,
    EntityModel,
    JournalEntryModel,
    LedgerModel,
)

TRANSFER = "Transferencia"
ONE = Decimal("1.00")


def setup(accounts: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    admin = get_user_model().objects.create_user("bench")
    entity = EntityModel.create_entity(
        name="Cooperativa de prueba", use_accrual_method=True, admin=admin, fy_start_month=1
    )
    chart = entity.create_chart_of_accounts(assign_as_default=True, commit=True)
    first = chart.create_account(
        code="2100000",
        role=roles.LIABILITY_CL_OTHER,
        name="Ahorro 0",
        balance_type="credit",
        active=True,
    )
    add_siblings(first, accounts - 1)
    entity.create_ledger(name="Ahorros", posted=True)
    # The first entry of a year makes the row that numbers entries; it cannot stand eight processes
    # doing so at once.
    ledger, members = read()
    transfer(ledger, members[0], members[1], "Apertura")


def add_siblings(first: AccountModel, count: int) -> None:
    """Rows such as create_account makes one by one, which takes 50 ms each, written at once."""
    parent = AccountModel.objects.get_parent(first)
    siblings = [
        AccountModel(
            path=AccountModel._get_path(parent.path, first.depth, n + 1),
            depth=first.depth,
            numchild=0,
            code=f"21{n:05d}",
            name=f"Ahorro {n}",
            role=first.role,
            balance_type="credit",
            active=True,
            coa_model_id=first.coa_model_id,
            role_default=None,
        )
        for n in range(1, count + 1)
    ]
    AccountModel.objects.bulk_create(siblings)
    AccountModel.objects.filter(pk=parent.pk).update(numchild=count + 1)


def transfer(ledger: LedgerModel, source: AccountModel, target: AccountModel, what: str) -> None:
    side = {"amount": ONE, "description": what}
    ledger.commit_txs(
        je_timestamp=now(),
        je_txs=[
            {"account": source, "tx_type": "debit", **side},
            {"account": target, "tx_type": "credit", **side},
        ],
        je_desc=what,
        je_posted=True,
    )


def work(number: int) -> None:
    ledger, members = read()

    def one(chance: Random) -> int:
        transfer(ledger, *chance.sample(members, 2), TRANSFER)
        return 1

    serve({"transfer": one}, seed=number)


def read() -> tuple[LedgerModel, list[AccountModel]]:
    ledger = LedgerModel.objects.select_related("entity").get(name="Ahorros")
    members = AccountModel.objects.filter(role=roles.LIABILITY_CL_OTHER, code__startswith="21")
    return ledger, list(members)


def verify() -> None:
    transfers = JournalEntryModel.objects.filter(description=TRANSFER, posted=True)
    amount = "transactionmodel__amount"
    uneven = transfers.annotate(
        lines=Count("transactionmodel"),
        d=Sum(amount, filter=Q(transactionmodel__tx_type="debit")),
        c=Sum(amount, filter=Q(transactionmodel__tx_type="credit")),
    ).exclude(lines=2, d=1, c=1)
    print(json.dumps({"transfers": transfers.count(), "fits": not uneven.exists()}))


if __name__ == "__main__":
    {"setup": setup, "work": work, "verify": verify}[sys.argv[1]](*map(int, sys.argv[2:]))
