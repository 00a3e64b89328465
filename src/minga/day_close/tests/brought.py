"""Products that lived elsewhere until a day, for tests that compare them with those that live
here."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from minga.day_close.cut_over import last_closed_held
from minga.kit.tests.import_files import Brought, bring
from minga.loans.brought_loans import kinds_of as loans
from minga.members.models import Member
from minga.payments.tests.cast import Person
from minga.savings.import_products import import_products
from minga.savings.models import SavingsAccount, TermDeposit
from minga.savings.tests.files import products_file


def row_of(
    who: Person, product: str, number: str, opened_on: date, **columns: str
) -> dict[str, str]:
    """A row of one of their products."""
    return {
        "tipo_documento": "CC",
        "numero_documento": Member.objects.get(id=who.id).document_number,
        "producto": product, "numero_cuenta": number, "fecha_apertura": str(opened_on),
    } | columns  # fmt: skip


def sight_number(who: Person) -> str:
    """The number of their first account."""
    return SavingsAccount.objects.get(id=who.savings).number


def bring_here(folder: Path, *rows: dict[str, str]) -> Brought:
    """Brings them as the command does."""
    path = products_file(folder, *rows)
    return bring(import_products, path, others=loans, last_closed=last_closed_held)


def as_brought(
    who: Person, like: TermDeposit, cut_over: date, accrued: Decimal, **columns: str
) -> dict[str, str]:
    """The row of a CDAT that is like one of this office."""
    return row_of(
        who, "CDAT", f"B-{like.number[-8:]}", like.opened_on, plan=like.plan.code,
        capital=f"{like.principal:f}", fecha_vencimiento=str(like.matures_on),
        tasa_ea_pct=f"{like.rate_ea * 100:.4f}", base_dias=str(like.day_base),
        cada_meses=str(like.pays_every_months), fecha_corte=str(cut_over),
        interes_causado=f"{accrued:.2f}", cuenta_destino=sight_number(who), **columns,
    )  # fmt: skip
