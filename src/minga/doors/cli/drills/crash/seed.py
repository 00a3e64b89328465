"""Members with two savings products each and money in both, in an empty office; prints them.

Run as `python -m minga.doors.cli.drills.crash.seed MEMBERS`, as the owner.
"""

import json
import sys
from dataclasses import asdict

from minga.doors.cli.drills.crash.orders import Owner
from minga.doors.cli.office import database_ready
from minga.kit import clock, ids
from minga.kit.money import Money

OPENING = Money.of(10_000_000)


def seed(members: int) -> list[Owner]:
    """Opens and funds them; money comes from the cooperative's cash, in the books."""
    from minga.ledger.accounts import open_member_accounts
    from minga.members.models import Member
    from minga.savings.models import ProductKind, SavingsAccount

    today = clock.business_date(clock.now())
    people = [
        Member(
            document_type="CC", document_number=str(1_000_000_000 + i), given_names="Persona",
            surnames=f"De Simulacro {i}", birth_date=today.replace(year=today.year - 40, day=1),
            municipality="05001", joined_on=today,
        )
        for i in range(members)
    ]  # fmt: skip
    Member.objects.bulk_create(people)
    products = [
        SavingsAccount(
            member=person, kind=ProductKind.SIGHT, number=f"{2 * i + side:010d}", opened_on=today
        )
        for i, person in enumerate(people)
        for side in (0, 1)
    ]
    opened = open_member_accounts("SAVINGS_SIGHT", "savings", [one.id for one in products])
    for one in products:
        one.ledger_account_id = opened[one.id]
    SavingsAccount.objects.bulk_create(products)
    _fund(list(opened.values()))
    return [
        Owner(str(a.member_id), (str(a.id), str(b.id)), (a.ledger_account_id, b.ledger_account_id))
        for a, b in zip(products[::2], products[1::2], strict=True)
    ]


def _fund(accounts: list[int]) -> None:
    from minga.ledger.accounts import internal_account
    from minga.ledger.entry import EntryDraft, credit, debit
    from minga.ledger.post import post_batch

    at, cash = clock.now(), internal_account("CASH")
    entries = [
        EntryDraft(
            key=ids.uuid7(), kind="drill_opening", business_date=clock.business_date(at),
            occurred_at=at, description="Apertura", actor="system:drill",
            lines=(debit(cash, OPENING), credit(account, OPENING)),
        )
        for account in accounts
    ]  # fmt: skip
    post_batch(entries)


if __name__ == "__main__":
    with database_ready():
        print(json.dumps([asdict(one) for one in seed(int(sys.argv[1]))]))
