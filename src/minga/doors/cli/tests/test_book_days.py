"""The daily book and the general ledger, as whoever runs them reads them."""

import contextlib
import csv
import io
from datetime import timedelta

import pytest

from minga.doors.cli import books, main
from minga.ledger import books_check, post
from minga.ledger.tests.books import TODAY, funded, pesos, striped, transfer

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "database_ready", contextlib.nullcontext)
    monkeypatch.setattr(books_check, "snapshot", contextlib.nullcontext)


@pytest.fixture
def entries() -> tuple[int, int]:
    """The till gave Ana $ 1.000 yesterday and $ 250,50 today."""
    till, ana = striped("1120"), funded(0)
    first = post.post(transfer(till, ana, 1000, on=YESTERDAY)).entry_id
    second = post.post(transfer(till, ana, "250.50", reference="TR-7")).entry_id
    return first, second


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    assert main.main(["books", *words, "--csv"]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_the_daily_book_has_every_line_of_its_days_in_order(
    entries: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    whole = printed(capsys, "journal", "--date", str(YESTERDAY), "--to", str(TODAY))
    assert [row["asiento"] for row in whole if row["codigo"] == "1120"] == [
        str(one) for one in entries
    ]
    places = [(row["fecha"], int(row["asiento"]), int(row["linea"])) for row in whole]
    assert places == sorted(places)
    only = printed(capsys, "journal", "--date", str(TODAY))
    assert {row["fecha"] for row in only} == {str(TODAY)}
    assert sum((pesos(row["debito"]) - pesos(row["credito"]) for row in only), pesos(0)) == pesos(0)


def test_the_daily_book_reads_as_a_book(
    entries: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["books", "journal", "--date", str(TODAY)]) == 0
    out = capsys.readouterr().out
    assert f"{TODAY} · asiento {entries[1]} · Prueba · TR-7" in out
    assert f"asiento {entries[0]} " not in out
    total = out.splitlines()[-1].split()
    assert total[0] == "Total"
    assert total[1:3] == total[3:5] or total[1] == total[2]


def test_the_general_ledger_carries_its_balance(
    entries: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("ledger", "--account", "1120", "--from", str(YESTERDAY), "--to", str(TODAY))
    assert [row["saldo"] for row in printed(capsys, *words)] == ["1000.00", "1250.50"]
    words = ("ledger", "--account", "1120", "--from", str(TODAY), "--to", str(TODAY))
    (row,) = printed(capsys, *words)
    assert (row["asiento"], row["saldo"]) == (str(entries[1]), "1250.50")
    assert main.main(["books", *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split("  ")[-1].strip() == "$\u00a01.000"
    assert lines[-1].split("  ")[-1].strip() == "$\u00a01.250,50"


def test_a_credit_account_grows_with_credits(capsys: pytest.CaptureFixture[str]) -> None:
    far = TODAY + timedelta(days=30)
    post.post(transfer(striped("1120"), striped("2605"), 70, on=far))
    (row,) = printed(capsys, "ledger", "--account", "2605", "--from", str(far), "--to", str(far))
    assert (row["credito"], row["saldo"]) == ("70.00", "70.00")


def test_an_unknown_code_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["books", "ledger", "--account", "999999"]) == 1
    assert "no tiene el código «999999»" in capsys.readouterr().err
