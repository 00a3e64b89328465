"""One process of ours under measurement: public functions, Django's connection, the web's rights.

Run as `python -m bench.ledger.worker NUMBER FIRST_ACCOUNT MEMBERS`.
"""

import sys
from random import Random

from bench.ledger.cast import member_id, product_id
from bench.ledger.protocol import Operation, serve
from minga.kit import clock, ids
from minga.kit.money import Money

ONE_PESO = Money.of(1)
BATCH = 100
POST_KIND = "bench_post"
BATCH_KIND = "bench_batch"
HOT_INTERNAL_KIND = "bench_hot_internal"
UNIFORM_THREE_KIND = "bench_uniform_three"
HOT_MEMBER_KIND = "bench_hot_member"


def operations(first: int, members: int) -> dict[str, Operation]:
    """What this process can be asked for, by name. Every transfer is one peso."""
    from minga.ledger.accounts import internal_account
    from minga.ledger.entry import EntryDraft, Line, credit, debit
    from minga.ledger.post import Posted, post, post_batch
    from minga.payments.make_transfer import make_transfer

    count = 2 * members
    payable = internal_account("GMF_PAYABLE")

    def draft(kind: str, *lines: Line) -> EntryDraft:
        at = clock.now()
        return EntryDraft(
            key=ids.uuid7(), kind=kind, business_date=clock.business_date(at), occurred_at=at,
            description="Transferencia", actor="member:1", lines=lines,
        )  # fmt: skip

    def pair(chance: Random) -> tuple[int, int]:
        source = chance.randrange(count)
        return first + source, first + (source + chance.randrange(1, count)) % count

    def transfer(kind: str, chance: Random) -> EntryDraft:
        source, target = pair(chance)
        return draft(kind, debit(source, ONE_PESO), credit(target, ONE_PESO))

    def three_lines(kind: str, chance: Random, third: int) -> EntryDraft:
        source, target = pair(chance)
        return draft(
            kind,
            debit(source, ONE_PESO + ONE_PESO),
            credit(target, ONE_PESO),
            credit(third, ONE_PESO),
        )

    def one_post(chance: Random) -> int:
        post(transfer(POST_KIND, chance))
        return 1

    def batch100(chance: Random) -> int:
        answers = post_batch([transfer(BATCH_KIND, chance) for _ in range(BATCH)])
        return sum(isinstance(answer, Posted) for answer in answers)

    def hot_internal(chance: Random) -> int:
        post(three_lines(HOT_INTERNAL_KIND, chance, payable))
        return 1

    def uniform_three(chance: Random) -> int:
        post(three_lines(UNIFORM_THREE_KIND, chance, first + chance.randrange(count)))
        return 1

    def hot_member(chance: Random) -> int:
        target = first + chance.randrange(1, count)
        post(draft(HOT_MEMBER_KIND, debit(first, ONE_PESO), credit(target, ONE_PESO)))
        return 1

    def use_case(chance: Random) -> int:
        i = chance.randrange(members)
        make_transfer(
            member_id=member_id(i), source_id=product_id(2 * i),
            destination_id=product_id(2 * i + 1), amount=ONE_PESO, note="", key=ids.uuid7(),
            at=clock.now(),
        )  # fmt: skip
        return 1

    return {
        "post": one_post,
        "batch100": batch100,
        "hot_internal": hot_internal,
        "uniform_three": uniform_three,
        "hot_member": hot_member,
        "use_case": use_case,
    }


if __name__ == "__main__":
    import django

    django.setup()
    number, first_account, how_many = map(int, sys.argv[1:])
    serve(operations(first_account, how_many), seed=number)
