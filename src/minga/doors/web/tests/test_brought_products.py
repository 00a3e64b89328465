"""Products that came from another system, on the pages of their members."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from minga.access.sessions import MemberInside
from minga.day_close.tests.brought import bring_here, row_of, sight_number
from minga.doors.web import cookies
from minga.doors.web.tests import visitors
from minga.kit import ids
from minga.loans.brought_loans import REMEMBERED
from minga.loans.models import Loan, LoanLine
from minga.loans.tests.brought import bring_schedule, instalment
from minga.loans.tests.lent import line as lent_line
from minga.payments.tests.borrowers import DAY, at, borrower
from minga.payments.tests.cast import Person, person
from minga.savings.models import ProductKind, SavingsAccount, TermDeposit
from minga.savings.tests.files import bring_movements, movement
from minga.savings.tests.plans import plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
LAST = "2026-10-31"
Enter = Callable[[UUID], Client]


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Enter:
    """A browser inside the office two days after the cut-over; from then on, the web's role."""
    inside: dict[str, MemberInside] = {}
    monkeypatch.setattr(
        "minga.doors.web.middleware.member_inside", lambda token, at: inside.get(token)
    )
    visitors.at(monkeypatch, at(TODAY))

    def into(member_id: UUID) -> Client:
        request.getfixturevalue("as_web")
        client = Client()
        client.cookies[cookies.SESSION] = str(member_id)
        inside[str(member_id)] = MemberInside(ids.uuid7(), member_id, "Marta", None)
        return client

    return into


@pytest.fixture
def marta(db: None) -> Person:
    return person("Marta")


def text(answer: Any) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare).replace("\u00a0", " ")


def line() -> LoanLine:
    made = lent_line()
    LoanLine.objects.filter(id=made.id).update(code=made.code.upper())
    return LoanLine.objects.get(id=made.id)


def loan_of(who: Person, folder: Path, **changes: str) -> Loan:
    row = row_of(
        who, "CREDITO", "B-CREDITO", date(2026, 3, 15), linea=line().code, capital="12000000",
        saldo_capital="5242347", tasa_ea_pct="18", tasa_mora_ea_pct="24", cuotas="12",
        cuotas_pagadas="7", interes_causado="39926.97", interes_pagado="890246", categoria="A",
        fecha_corte=LAST,
    )  # fmt: skip
    assert bring_here(folder, row | changes).problems == []
    return Loan.objects.get(number="B-CREDITO")


def test_a_credit_says_what_is_owed_what_was_paid_before_and_what_comes_next(
    enter: Enter, marta: Person, tmp_path: Path
) -> None:
    loan = loan_of(marta, tmp_path)
    page = text(enter(marta.id).get(reverse("web:loan", args=[loan.id])))
    assert "Debes hoy de capital $ 5.242.347" in page
    assert "Próximo pago $ 1.092.557" in page
    assert "Vence el 15 de noviembre de 2026" in page
    assert "Has pagado de capital $ 6.757.653" in page
    assert "Has pagado de intereses $ 890.246" in page
    assert "hasta el 31 de octubre de 2026 en el sistema anterior" in page
    assert "Cuotas pagadas: 7 de 12." in page


def test_a_credit_without_its_plan_says_so_and_asks_for_nothing(
    enter: Enter, marta: Person, tmp_path: Path
) -> None:
    loan = loan_of(marta, tmp_path, cuotas="", cuotas_pagadas="")
    client = enter(marta.id)
    page = text(client.get(reverse("web:loan", args=[loan.id])))
    assert "Debías de capital $ 5.242.347" in page
    assert "Falta traer tus cuotas" in page
    assert "Pagar" not in page
    for name in ("loan_payoff", "pay_loan", "review_loan_payment"):
        assert client.get(reverse(f"web:{name}", args=[loan.id])).status_code == 404


def test_instalments_of_before_count_where_the_plan_came_in_a_file(
    enter: Enter, marta: Person, tmp_path: Path
) -> None:
    loan = loan_of(marta, tmp_path, cuotas="", cuotas_pagadas="")
    rows = [
        instalment("B-CREDITO", 8, date(2026, 11, 15), 2_242_347, 72_808),
        instalment("B-CREDITO", 9, date(2026, 12, 15), 3_000_000, 30_000),
    ]
    assert bring_schedule(tmp_path, *rows).problems == []
    page = text(enter(marta.id).get(reverse("web:loan", args=[loan.id])))
    assert "Cuotas pagadas: 7 de 9." in page
    assert "Cuotas 7 2 9" in page


def test_a_cdat_says_how_many_days_are_left_and_what_it_has_earned(
    enter: Enter, marta: Person, tmp_path: Path
) -> None:
    of = plan(ProductKind.TERM, "0")
    row = row_of(
        marta, "CDAT", "B-CDAT", date(2026, 9, 1), plan=of.code, capital="10000000",
        fecha_vencimiento="2026-11-30", tasa_ea_pct="10", interes_causado="160560.86",
        al_vencer="PAGAR", cuenta_destino=sight_number(marta), fecha_corte=LAST,
    )  # fmt: skip
    assert bring_here(tmp_path, row).problems == []
    deposit = TermDeposit.objects.get(number="B-CDAT")
    page = text(enter(marta.id).get(reverse("web:term_deposit", args=[deposit.id])))
    assert "Ganado hasta ayer $ 160.560,86" in page
    assert "Faltan 28 días" in page
    assert "Intereses que faltan por pagar $ 237.795" in page
    assert "Pagar todo en mi cuenta" in page


def test_a_goal_says_when_its_next_quota_is(enter: Enter, marta: Person, tmp_path: Path) -> None:
    of = plan(ProductKind.CONTRACTUAL, "0.05")
    row = row_of(
        marta, "AHORRO_CONTRACTUAL", "B-META", date(2026, 1, 20), plan=of.code,
        nombre_meta="El techo", meta="6000000", cuota="250000", primera_cuota="2026-02-05",
        fecha_vencimiento="2028-02-05", cuenta_debito=sight_number(marta), fecha_corte=LAST,
    )  # fmt: skip
    assert bring_here(tmp_path, row).problems == []
    goal = SavingsAccount.objects.get(number="B-META")
    page = text(enter(marta.id).get(reverse("web:goal", args=[goal.id])))
    assert "El techo" in page
    assert "Próxima cuota 5 de noviembre de 2026" in page


def paid(n: int, day: date, capital: int, side: str = "C") -> dict[str, str]:
    return movement(
        "B-CREDITO",
        str(day),
        side,
        f"{capital}.00",
        descripcion=f"Cuota {n}" if n else "Desembolso",
    )


def test_the_movements_of_before_come_page_after_page(
    enter: Enter, marta: Person, tmp_path: Path
) -> None:
    loan = loan_of(marta, tmp_path)
    rows = [paid(0, date(2026, 3, 15), 12_000_000, "D")]
    rows += [paid(n, date(2026, 4, 1) + n * DAY, 300_000) for n in range(1, 23)]
    rows.append(paid(23, date(2026, 10, 15), 12_000_000 - 22 * 300_000 - 5_242_347))
    brought = bring_movements(tmp_path, *rows, remembered=(REMEMBERED,))
    assert brought.problems == []
    client, address = enter(marta.id), reverse("web:loan_movements", args=[loan.id])
    assert address in client.get(reverse("web:loan", args=[loan.id])).content.decode()
    answer = client.get(address)
    page = text(answer)
    assert "Cuota 23 Abono" in page
    assert "$ 157.653 •••••• Saldo $ 5.242.347" in page
    assert "Desembolso" not in page
    more = re.search(r'href="(\?antes=[^"]+)"', answer.content.decode())
    assert more is not None
    last = text(client.get(address + more[1]))
    assert "Desembolso Préstamo + $ 12.000.000 •••••• Saldo $ 12.000.000" in last


def test_a_product_that_was_never_elsewhere_has_no_such_page(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = borrower()
    client = enter(loan.member_id)
    assert "movimientos/" not in client.get(reverse("web:loan", args=[loan.id])).content.decode()
    assert client.get(reverse("web:loan_movements", args=[loan.id])).status_code == 404


def test_a_stranger_finds_none_of_them(enter: Enter, marta: Person, tmp_path: Path) -> None:
    loan = loan_of(marta, tmp_path)
    luis = person("Luis")
    stranger = enter(luis.id)
    assert stranger.get(reverse("web:loan", args=[loan.id])).status_code == 404
    assert stranger.get(reverse("web:loan_movements", args=[loan.id])).status_code == 404
    assert stranger.get(reverse("web:term_movements", args=[ids.uuid7()])).status_code == 404
