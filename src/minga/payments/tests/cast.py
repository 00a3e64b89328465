"""The fixed cast: a member, a second member and a stranger, with their products."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import UUID

from minga.kit import clock, ids
from minga.kit.money import Money
from minga.ledger import accounts, post
from minga.ledger.entry import EntryDraft, credit, debit
from minga.members.models import Member
from minga.savings.models import ProductKind, SavingsAccount

_CHART = {
    ProductKind.SIGHT: "SAVINGS_SIGHT", ProductKind.APORTES: "APORTES",
    ProductKind.PERMANENT: "SAVINGS_PERMANENT",
}  # fmt: skip
_numbers = count(ids.uuid7().int % 10**8 + 10**8)


@dataclass(frozen=True)
class Person:
    """A member and the ids of their products."""

    id: UUID
    savings: UUID
    second_savings: UUID
    aportes: UUID


def person(name: str = "Marta") -> Person:
    """A member with two sight savings accounts and aportes, all empty."""
    member = Member.objects.create(
        document_type="CC", document_number=str(next(_numbers)), given_names=name,
        surnames="Prueba", birth_date=date(1980, 5, 17), municipality="05001",
        joined_on=date(2020, 1, 1),
    )  # fmt: skip
    kinds = (ProductKind.SIGHT, ProductKind.SIGHT, ProductKind.APORTES)
    return Person(member.id, *(product(member.id, kind) for kind in kinds))


def product(member_id: UUID, kind: ProductKind) -> UUID:
    """One product with its ledger account."""
    new = ids.uuid7()
    opened = accounts.open_member_accounts(_CHART[kind], "savings", [new])
    SavingsAccount.objects.create(
        id=new, member_id=member_id, kind=kind, number=f"10{next(_numbers):010}",
        ledger_account_id=opened[new], opened_on=date(2024, 1, 1),
    )  # fmt: skip
    return new


def deposit(product_id: UUID, pesos: int | str, on: date | None = None) -> None:
    """Dr cash / Cr the product."""
    account = SavingsAccount.objects.get(id=product_id).ledger_account_id
    at = clock.now()
    amount = Money.of(pesos)
    post.post(
        EntryDraft(
            key=ids.uuid7(), kind="cash_deposit", business_date=on or clock.business_date(at),
            occurred_at=at, description="Consignación", actor="system:test",
            lines=(debit(accounts.internal_account("CASH"), amount), credit(account, amount)),
        )
    )  # fmt: skip
