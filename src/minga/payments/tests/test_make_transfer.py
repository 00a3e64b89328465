from uuid import UUID

import pytest

from minga.audit.models import AuditEvent
from minga.kit import clock, ids
from minga.kit.models import OutboxMessage
from minga.kit.money import ZERO, Money
from minga.kit.parameters import MissingParameter
from minga.ledger.entry import InsufficientFunds, KeyReused
from minga.ledger.queries import trial_balance
from minga.payments import transfer_terms as terms
from minga.payments.make_transfer import MadeTransfer, make_transfer
from minga.payments.models import Transfer
from minga.payments.tests.cast import Person, deposit, person
from minga.savings.queries import products_of

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def marta(db: None) -> Person:
    found = person("Marta")
    deposit(found.savings, 100_000)
    return found


def move(who: Person, to: UUID, pesos: int | str, **changes: object) -> MadeTransfer:
    order = {
        "member_id": who.id, "source_id": who.savings, "destination_id": to,
        "amount": Money.of(pesos), "note": "", "key": ids.uuid7(), "at": NOW,
    } | changes  # fmt: skip
    return make_transfer(**order)  # type: ignore[arg-type]


def holds(who: Person, product: UUID) -> Money:
    return next(one.total for one in products_of(who.id) if one.id == product)


def test_moves_between_own_savings_without_cost(marta: Person, as_web: None) -> None:
    made = move(marta, marta.second_savings, 30_000, note="Ahorro")
    assert (holds(marta, marta.savings), holds(marta, marta.second_savings)) == (
        Money.of(70_000),
        Money.of(30_000),
    )
    assert Transfer.objects.get(id=made.id).cost == 0
    assert made.reference == ids.reference(made.id)
    assert AuditEvent.objects.filter(subject=f"transfer:{made.id}").count() == 1
    assert OutboxMessage.objects.filter(topic="transfer_made").count() == 1


def test_charges_the_tax_when_money_goes_to_aportes(marta: Person, as_web: None) -> None:
    payable = _balance_of("2435")
    made = move(marta, marta.aportes, 50_000)
    assert Transfer.objects.get(id=made.id).cost == 200
    assert holds(marta, marta.savings) == Money.of(49_800)
    assert holds(marta, marta.aportes) == Money.of(50_000)
    assert _balance_of("2435") - payable == Money.of(200)


def test_the_tax_must_fit_too(marta: Person) -> None:
    with pytest.raises(InsufficientFunds):
        move(marta, marta.aportes, 99_800)
    assert holds(marta, marta.aportes) == ZERO
    move(marta, marta.aportes, 99_602)
    assert holds(marta, marta.savings) == ZERO


def test_the_same_order_twice_is_one_transfer(marta: Person) -> None:
    key = ids.uuid7()
    first = move(marta, marta.aportes, 50_000, key=key)
    second = move(marta, marta.aportes, 50_000, key=key)
    assert first == second
    assert holds(marta, marta.savings) == Money.of(49_800)


def test_a_key_of_another_order_is_refused(marta: Person) -> None:
    key = ids.uuid7()
    move(marta, marta.second_savings, 10, key=key)
    with pytest.raises(KeyReused):
        move(marta, marta.second_savings, 11, key=key)


def test_refuses_what_is_not_the_members(marta: Person) -> None:
    stranger = person("Luis")
    deposit(stranger.savings, 1_000)
    with pytest.raises(terms.UnknownProduct):
        move(marta, marta.second_savings, 10, source_id=stranger.savings)
    with pytest.raises(terms.UnknownProduct):
        move(marta, stranger.savings, 10)
    assert holds(stranger, stranger.savings) == Money.of(1_000)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (terms.AmountNotPositive, {"amount": ZERO}),
        (terms.AmountNotPositive, {"amount": Money.of(-5)}),
        (InsufficientFunds, {"amount": Money.of("100000.01")}),
    ],
)
def test_refuses_and_moves_nothing(
    marta: Person, refusal: type[Exception], changes: dict[str, object]
) -> None:
    with pytest.raises(refusal):
        move(marta, marta.second_savings, 1, **changes)
    assert holds(marta, marta.savings) == Money.of(100_000)
    assert not Transfer.objects.filter(member_id=marta.id).exists()


def test_refuses_the_same_product_and_money_out_of_aportes(marta: Person) -> None:
    with pytest.raises(terms.SameProduct):
        move(marta, marta.savings, 10)
    with pytest.raises(terms.NotTransferable):
        move(marta, marta.savings, 10, source_id=marta.aportes)


def test_a_missing_legal_value_is_told_and_not_guessed(marta: Person) -> None:
    long_ago = NOW.replace(year=2001)
    with pytest.raises(MissingParameter):
        move(marta, marta.second_savings, 10, at=long_ago)


def _balance_of(code: str) -> Money:
    rows = {row.code: row.balance for row in trial_balance(clock.business_date(NOW))}
    return rows.get(code, ZERO)
