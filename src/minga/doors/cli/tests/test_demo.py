"""The demo: always the same people, two years that could have been, books that prove."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import override_settings

from minga.doors.cli import demo
from minga.doors.cli.demo import files, life, offer, people
from minga.doors.cli.demo.employees import STAFF, employ
from minga.doors.cli.demo.people import CAST, Living, Person
from minga.doors.cli.demo.work import leave_work
from minga.kit import clock, sql
from minga.kit.models import Parameter
from minga.ledger import queries as ledger
from minga.ledger.books_check import check_books, snapshot
from minga.loans import queries as loans
from minga.loans.decide_request import decide
from minga.loans.models import LineTerms, Loan, LoanDecision, RequestStep
from minga.loans.request_queries import sent_requests
from minga.loans.usury_caps import cap_key
from minga.members.models import Member
from minga.savings import queries as savings
from minga.savings.account_request_queries import account_requests_waiting
from minga.savings.account_requests import decide_account_request
from minga.savings.models import (
    SavingsAccount,
    SavingsGoal,
    SavingsPlan,
    TermDeposit,
    TermRate,
)
from minga.savings.term_queries import deposits_of
from minga.staff.identity import actor_of
from minga.staff.models import Employee

UNTIL = date(2026, 11, 21)
FEW = 12


@pytest.fixture(scope="module")
def everybody() -> list[Person]:
    return people.everybody()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A small demo in a home of its own; returns the folder of its files."""
    monkeypatch.setattr(people, "COUNT", FEW)
    with override_settings(MINGA_HOME=tmp_path):
        yield tmp_path / demo.FOLDER


def test_the_people_are_the_same_in_every_run(everybody: list[Person]) -> None:
    assert people.everybody() == everybody
    assert everybody[0].name == "Luz Marina Cardona Ospina"
    assert everybody[0].document_number == "1978262325"


def test_the_people_do_not_depend_on_the_day(everybody: list[Person]) -> None:
    first = everybody[0]
    assert first.joined(UNTIL) + timedelta(days=9) == first.joined(UNTIL + timedelta(days=9))


def test_there_are_about_three_hundred_of_many_kinds(everybody: list[Person]) -> None:
    kinds = Counter(one.document_type for one in everybody)
    assert len(everybody) == 300
    assert kinds["CC"] > 240
    assert kinds["NIT"] == 2
    assert all(kinds[kind] > 3 for kind in ("CE", "TI", "PPT"))
    assert {one.living for one in everybody} == set(Living)
    assert 5 < sum(not one.email for one in everybody) < 40
    assert 5 < sum(not one.mobile for one in everybody) < 40
    assert any(not one.sight for one in everybody)


def test_nothing_about_them_can_be_somebodys(everybody: list[Person]) -> None:
    for one in everybody:
        domain = one.email.partition("@")[2]
        assert domain in {"", "example.com", "example.org", "example.net", "correo.example"}
        assert one.mobile[:3] in {"", "399"}


def test_no_two_share_a_document_an_address_or_an_account(everybody: list[Person]) -> None:
    for values in (
        [one.document_number for one in everybody],
        [one.email for one in everybody if one.email],
        [number for one in everybody for number in (*one.sight, one.aportes)],
    ):
        assert len(values) == len(set(values))


def test_those_who_are_shown_can_be_reached_and_have_lived(everybody: list[Person]) -> None:
    for one in everybody[: len(CAST)]:
        told = life.movements_of(one, UNTIL)
        assert one.email
        assert one.mobile
        assert len(told) > 200
        assert (UNTIL - told[-1].day).days < 20
    assert len(everybody[0].sight) == 2


@pytest.mark.parametrize("until", [UNTIL, date(2028, 2, 29), date(2027, 1, 1)])
def test_no_account_is_ever_below_nothing(everybody: list[Person], until: date) -> None:
    for one in everybody:
        for told in life.movements_of(one, until):
            assert told.balance >= 0
            assert told.cents > 0
            assert max(life.first_day(until), one.joined(until)) <= told.day <= until


def test_salaries_pensions_harvests_and_bonuses_come_when_they_do(
    everybody: list[Person],
) -> None:
    months: dict[str, set[int]] = {}
    for one in everybody:
        for told in life.movements_of(one, UNTIL):
            months.setdefault(told.text.split(" ")[0], set()).add(told.day.month)
    assert months["Prima"] == {6, 12}
    assert months["Cuota"] == months["Nómina"] == set(range(1, 13))
    assert {"Mesada", "Venta", "Arriendo", "Mercado", "Intereses", "Traslado"} <= set(months)


def test_the_files_are_the_same_on_the_same_day(
    few: Path, tmp_path: Path, everybody: list[Person]
) -> None:
    other = tmp_path / "other"
    for folder in (few, other):
        files.write(folder, everybody[:FEW], UNTIL)
    for kind in files.KINDS:
        assert (few / f"{kind}.csv").read_bytes() == (other / f"{kind}.csv").read_bytes()


@pytest.mark.django_db
def test_the_shown_members_are_found_with_their_products(few: Path) -> None:
    shown = demo.create_demo()
    assert json.loads(json.dumps(shown)) == shown
    assert len(shown) == len(CAST)
    for one in shown:
        member = Member.objects.get(
            document_type=one["document_type"], document_number=one["document_number"]
        )
        assert (member.full_name, member.email) == (one["name"], one["email"])
        assert member.mobile
        products = savings.products_of(member.id)
        assert {product.kind for product in products} >= {"AHORRO_VISTA", "APORTES"}
        assert all(product.total.amount > 0 for product in products)
    first = Member.objects.get(document_number=shown[0]["document_number"])
    payable = [one for one in savings.products_of(first.id) if one.can_pay_out]
    assert len(payable) == 2


@pytest.mark.django_db
def test_a_visitor_can_be_somebody_with_a_credit_with_one_in_arrears_a_cdat_or_a_goal(
    few: Path,
) -> None:
    cast = [
        Member.objects.get(document_number=one["document_number"]) for one in demo.create_demo()
    ]
    today = clock.business_date(clock.now())
    (on_time,) = loans.loans_of(cast[0].id)
    (late,) = loans.loans_of(cast[3].id)
    seen = loans.loan_of(cast[0].id, on_time.id, today), loans.loan_of(cast[3].id, late.id, today)
    assert [bool(one and one.owed.days_late) for one in seen] == [False, True]
    (deposit,) = deposits_of(cast[2].id, today)
    assert deposit.principal.amount == 10_000_000
    (goal,) = [one for one in savings.products_of(cast[4].id) if one.kind == "AHORRO_CONTRACTUAL"]
    assert goal.total.amount > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "until",
    [UNTIL, *map(date.fromisoformat, ("2026-12-31", "2027-02-28", "2027-03-31", "2028-02-29"))],
)
def test_what_everybody_has_comes_in_whatever_the_day(
    everybody: list[Person], tmp_path: Path, until: date
) -> None:
    files.write(tmp_path / "files", everybody, until)
    at = datetime.combine(until + timedelta(days=1), datetime.min.time(), clock.BOGOTA)
    for use_case, kind in zip(demo._use_cases()[:-1], files.KINDS[:-1], strict=True):
        use_case(path=tmp_path / "files" / f"{kind}.csv", at=at, on_problem=demo._stop)
    assert 60 < Loan.objects.count() < 140
    assert 10 < TermDeposit.objects.count() < 60
    assert 5 < SavingsGoal.objects.count() < 40


@pytest.mark.django_db
def test_the_cooperative_offers_savings_a_board_and_credit(few: Path) -> None:
    demo.create_demo()
    assert {one.kind for one in SavingsPlan.objects.all()} == {
        "AHORRO_VISTA", "AHORRO_CONTRACTUAL", "AHORRO_PERMANENTE", "APORTES", "CDAT",
    }  # fmt: skip
    assert TermRate.objects.count() == len(offer.BOARD)
    dearest = max(max(one.rate_ea, one.mora_rate_ea) for one in LineTerms.objects.all())
    known = Parameter.objects.filter(key__startswith="usury.consumo.")
    assert LineTerms.objects.count() == len(offer.LINES)
    assert dearest < min(Decimal(one.value) for one in known)


@pytest.mark.django_db
def test_made_twice_it_is_there_once(few: Path) -> None:
    shown = demo.create_demo()
    before = sql.one("SELECT count(*) FROM ledger.posting", [])
    assert demo.create_demo() == shown
    assert sql.one("SELECT count(*) FROM ledger.posting", []) == before
    assert SavingsAccount.objects.filter(number__in=_numbers()).count() == len(_numbers())


@pytest.mark.django_db
@pytest.mark.parametrize("done", [1, 2])
def test_goes_on_where_it_was_interrupted_also_on_another_day(
    few: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    steps = demo._use_cases()

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        demo, "_use_cases", lambda: (*steps[:done], *(killed,) * (len(steps) - done))
    )
    with pytest.raises(KeyboardInterrupt):
        demo.create_demo()
    assert sql.one("SELECT count(*) FROM ledger.journal_entry WHERE kind = 'imported'", []) == (0,)
    monkeypatch.setattr(demo, "_use_cases", lambda: steps)
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert len(demo.create_demo()) == len(CAST)
    told = _posted(few)
    assert sql.one("SELECT count(*) FROM ledger.journal_entry WHERE kind = 'imported'", []) == (
        told,
    )


@pytest.mark.django_db
def test_files_that_were_half_written_are_written_again(few: Path) -> None:
    half = few.with_name(f"{few.name}.new")
    half.mkdir(parents=True)
    (half / "members.csv").write_text("tipo_documento")
    demo.create_demo()
    assert not half.exists()
    assert Member.objects.filter(document_number=people.everybody()[0].document_number).exists()


@pytest.mark.django_db
def test_files_of_an_office_that_is_gone_are_not_used(few: Path) -> None:
    files.write(few, people.everybody(), date(2020, 1, 1))
    demo.create_demo()
    account = SavingsAccount.objects.get(number=people.everybody()[0].sight[0])
    last = ledger.movements(account.ledger_account_id, limit=1)[0].business_date
    assert (clock.business_date(clock.now()) - last).days < 20


@pytest.mark.django_db
def test_a_demo_of_an_older_version_stays_as_it_was(few: Path) -> None:
    demo.create_demo()
    (few / "balances.csv").unlink()
    assert len(demo.create_demo()) == len(CAST)


@pytest.mark.django_db
def test_says_what_to_do_when_it_does_not_fit(few: Path) -> None:
    demo.create_demo()
    files.write(few, people.everybody(), date(2020, 1, 1))
    with pytest.raises(demo.SpoiltDemo, match="borra la carpeta"):
        demo.create_demo()


def steps() -> list[str]:
    return sorted(one.story[-1].step for one in sent_requests(clock.now(), ()))


@pytest.mark.django_db
def test_work_waits_for_its_employees_once(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "COUNT", 20)
    demo.create_demo()
    employ()
    for _ in range(2):
        leave_work()
        assert steps() == [RequestStep.RECOMMENDED, RequestStep.SENT]
        (asked,) = account_requests_waiting()
    proposed = LoanDecision.objects.get()
    analyst = Employee.objects.get(document_number=STAFF[0][1])
    assert proposed.maker == actor_of(analyst.id)
    shown = {one.member_name for one in sent_requests(clock.now(), ())} | {asked.member_name}
    assert not shown & {one.name for one in people.everybody()[: len(CAST)]}
    assert len(shown) == 3
    tomorrow = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    leave_work()
    assert LoanDecision.objects.get().proposed_at == tomorrow


@pytest.mark.django_db
def test_work_that_was_done_is_not_left_again(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "COUNT", 20)
    demo.create_demo()
    employ()
    Parameter.objects.filter(key=cap_key("CONSUMO", clock.business_date(clock.now()))).delete()
    leave_work()
    proposed, (asked,) = LoanDecision.objects.get(), account_requests_waiting()
    decide(
        request_id=proposed.request_id, staff="staff:beto", approve=True, why="",
        seen=bytes(proposed.digest).hex(), at=clock.now(),
    )  # fmt: skip
    decide_account_request(
        number=asked.number, staff="staff:beto", opens=False, why="No", at=clock.now()
    )
    leave_work()
    assert steps() == [RequestStep.APPROVED, RequestStep.SENT]
    assert account_requests_waiting() == []
    cap = Parameter.objects.filter(key__startswith="usury.consumo.").latest("valid_from")
    assert (cap.confidence, "Demostración" in cap.source) == ("P", True)


@pytest.mark.django_db
def test_an_office_without_its_people_has_no_work_and_starts_all_the_same(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "COUNT", 20)
    employ()
    leave_work()
    assert (steps(), account_requests_waiting()) == ([], [])


@pytest.mark.slow
def test_the_whole_demo_leaves_books_that_prove(scratch_db: None, tmp_path: Path) -> None:
    with override_settings(MINGA_HOME=tmp_path):
        demo.create_demo()
    with snapshot():
        report = check_books(on_problem=lambda problem: None)
    assert report.problems == 0
    assert report.entries > 50_000
    negative = "SELECT count(*) FROM ledger.account_balance b JOIN savings_savingsaccount s ON"
    assert sql.one(f"{negative} s.ledger_account_id = b.account_id WHERE b.posted < 0", []) == (0,)
    assert Member.objects.filter(document_number__startswith="19").count() > 250


def _posted(folder: Path) -> int:
    """Entries of what was told: a movement of an account and a balance are one each, and so is
    what a credit or a CDAT came with; their movements are only to be read."""
    told = (folder / "movements.csv").read_text().splitlines()[1:]
    balances = (folder / "balances.csv").read_text().splitlines()[1:]
    brought = Loan.objects.count() + TermDeposit.objects.count()
    return sum(row[0] in "235" for row in told) + len(balances) + brought


def _numbers() -> list[str]:
    return [number for one in people.everybody() for number in (*one.sight, one.aportes)]
