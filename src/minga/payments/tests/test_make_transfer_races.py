from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from minga.kit import clock, ids
from minga.kit.money import Money
from minga.payments.make_transfer import MadeTransfer, make_transfer
from minga.payments.tests.cast import deposit, person
from minga.savings.queries import products_of


def test_sixteen_confirmations_at_once_are_one_transfer(committed_db: None) -> None:
    marta = person("Marta")
    deposit(marta.savings, 100_000)
    key = ids.uuid7()

    def confirm(_: int) -> MadeTransfer:
        try:
            return make_transfer(
                member_id=marta.id,
                source_id=marta.savings,
                destination_id=marta.second_savings,
                amount=Money.of(60_000),
                note="",
                key=key,
                at=clock.now(),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(confirm, range(16)))
    assert {one.id for one in made} == {key}
    assert products_of(marta.id)[0].total == Money.of(40_000)
