"""Gives every two member accounts an owner, so that the transfer use case finds real products.

A process of its own, with Django: `python -m bench.ledger.seed_members FIRST_ACCOUNT MEMBERS`.
"""

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bench.ledger.cast import member_id, product_id

if TYPE_CHECKING:
    from minga.members.models import Member
    from minga.savings.models import SavingsAccount

SLICE = 5_000
TODAY = date(2024, 1, 1)


def seed(first_account: int, members: int) -> None:
    """Member i owns the accounts first + 2i and first + 2i + 1, both savings at sight."""
    from minga.members.models import Member
    from minga.savings.models import SavingsAccount

    Member.objects.bulk_create(_members(members), batch_size=SLICE)
    SavingsAccount.objects.bulk_create(_products(first_account, members), batch_size=SLICE)


def _members(count: int) -> "Iterator[Member]":
    from minga.members.models import Member

    for i in range(count):
        yield Member(
            id=member_id(i), document_type="CC", document_number=str(1_000_000_000 + i),
            given_names="Persona", surnames=f"De Prueba {i}", birth_date=date(1980, 1, 1),
            municipality="05001", joined_on=TODAY,
        )  # fmt: skip


def _products(first_account: int, members: int) -> "Iterator[SavingsAccount]":
    from minga.savings.models import ProductKind, SavingsAccount

    for i in range(2 * members):
        yield SavingsAccount(
            id=product_id(i), member_id=member_id(i // 2), kind=ProductKind.SIGHT,
            number=f"{first_account + i:010d}", ledger_account_id=first_account + i,
            opened_on=TODAY,
        )  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    seed(int(sys.argv[1]), int(sys.argv[2]))
