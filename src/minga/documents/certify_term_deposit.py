"""The certificate of a living CDAT: everything that is agreed, for whoever owns it."""

from datetime import datetime
from uuid import UUID

from minga.documents.holder import document_of
from minga.documents.issue import Draft, issue
from minga.documents.letterhead import Letterhead
from minga.documents.models import PaperKind
from minga.documents.typeset import Pdf
from minga.kit.clock import business_date
from minga.kit.money import ZERO, Money
from minga.kit.spanish import cop, day_long, percent
from minga.savings.deposit_insurance import insurance_notice
from minga.savings.models import TermDeposit
from minga.savings.term_queries import TermView, deposit_of
from minga.savings.term_schedule import ExpectedInterest, all_withheld, expected_interest
from minga.savings.term_terms import early_rate_of, regret_days_of

EVERY = {0: "Al vencimiento", 1: "Cada mes", 2: "Cada dos meses", 3: "Cada tres meses",
         6: "Cada seis meses"}  # fmt: skip


def certify_term_deposit(
    *, member_id: UUID, deposit_id: UUID, letterhead: Letterhead, at: datetime, ip: str
) -> Pdf | None:
    """The PDF, its issue kept and audited; None when the member has no such CDAT or it ended."""

    def write() -> Draft | None:
        on = business_date(at)
        view = deposit_of(member_id, deposit_id, on)
        insured = insurance_notice(on, is_insured=letterhead.is_insured)
        return _draft(view, insured) if view and view.is_open else None

    return issue(write, letterhead, at=at, ip=ip)


def _draft(view: TermView, insured: str) -> Draft:
    deposit = TermDeposit.objects.select_related("member", "plan").get(id=view.id)
    expected = expected_interest(deposit, since=deposit.opened_on)
    rate = f"{percent(view.rate_ea)} efectiva anual (E.A.)"
    content = {
        "opening": "Este título está a nombre de su titular y no es negociable: solo el titular "
        "puede cobrarlo, y su dinero llega a una cuenta suya en esta cooperativa.",
        "facts": [
            ("Número", view.number),
            ("Titular", deposit.member.full_name),
            ("Documento", document_of(deposit.member)),
            ("Producto", deposit.plan.name),
            ("Capital", cop(view.principal)),
            ("Tasa", rate),
            ("Plazo", f"{view.term_days} días"),
            ("Abierto", day_long(view.opened_on)),
            ("Vence", day_long(view.matures_on)),
            ("Al vencer", view.instruction.label),
            ("Beneficiarios", "Ninguno registrado"),
        ],
        "interest": _interest(deposit, expected),
        "conditions": [*_conditions(deposit, view), *filter(None, [insured])],
    }
    return Draft(
        kind=PaperKind.TERM_CERTIFICATE, member_id=deposit.member_id, subject=deposit.id,
        number=view.number, content=content, filename="certificado",
        facts=(
            ("Número", view.number), ("Capital", cop(view.principal)), ("Tasa", rate),
            ("Abierto", day_long(view.opened_on)), ("Vence", day_long(view.matures_on)),
        ),
    )  # fmt: skip


def _interest(
    deposit: TermDeposit, expected: tuple[ExpectedInterest, ...]
) -> list[tuple[str, str]]:
    gross = sum((one.interest for one in expected), ZERO)
    withheld = all_withheld(expected)
    times = f"{len(expected)} pagos" if len(expected) > 1 else "un solo pago"
    return [
        ("Se pagan", f"{_every(deposit.pays_every_months)}, en {times}"),
        ("Los días se cuentan", f"Sobre un año de {deposit.day_base} días"),
        ("Intereses de todo el plazo", cop(gross)),
        *_after_retention(Money(deposit.principal), gross, withheld),
    ]


def _after_retention(
    principal: Money, gross: Money, withheld: Money | None
) -> list[tuple[str, str]]:
    """What is left of it, where the legal values of every payment are known."""
    if withheld is None:
        return [("Retención en la fuente", "La que mande la ley el día de cada pago")]
    return [
        ("Retención en la fuente esperada", cop(withheld)),
        ("Intereses netos", cop(gross - withheld)),
        ("Capital más intereses netos", cop(principal + gross - withheld)),
    ]


def _every(months: int) -> str:
    return EVERY.get(months, f"Cada {months} meses")


def _conditions(deposit: TermDeposit, view: TermView) -> list[str]:
    early = early_rate_of(deposit)
    regret = regret_days_of(deposit.plan, view.matures_on)
    return [
        "Si vence un día no hábil, se paga el día hábil siguiente, sin intereses por esos días.",
        "Sin instrucción del titular, el capital se renueva por el mismo plazo a la tasa de la "
        "cartelera de ese día"
        + (f"; el titular puede deshacer la renovación en {regret} días hábiles." if regret else
           "."),
        "No se puede cancelar antes de su vencimiento." if early is None else
        f"Si se cancela antes de su vencimiento, los intereses se cuentan otra vez al "
        f"{percent(early)} E.A. y lo pagado de más se descuenta del capital.",
        "La retención en la fuente es la que manda la ley el día de cada pago; aquí se calcula con "
        "la vigente, si se conoce.",
    ]  # fmt: skip
