"""How far something is, as a picture: a bar a line, filled with what is done; its table says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from minga.kit.money import ZERO, Money
from minga.loans.queries import LoanView, RowState
from minga.savings.term_queries import TermView

WIDTH, HEIGHT = 600, 20


@dataclass(frozen=True)
class ProgressRow:
    """One bar. Amounts are Money, so that they can be hidden; counts are whole numbers."""

    label: str
    done: Money | int
    left: Money | int
    whole: Money | int
    width: str

    @property
    def is_money(self) -> bool:
        return isinstance(self.whole, Money)


@dataclass(frozen=True)
class ProgressChart:
    """The bars, the size of each, and the heads of its table."""

    rows: tuple[ProgressRow, ...]
    heads: tuple[str, str, str]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def of_deposit(view: TermView) -> ProgressChart:
    """Days of the term, and interest earned (paid already, or not yet) of what is expected."""
    paid = sum((one.gross for one in view.payments), ZERO)
    earned = paid + view.earned_so_far
    return _chart(
        (("Días", view.days_gone, view.days_left),
         ("Intereses", earned, max(ZERO, paid + view.at_maturity - earned))),
        ("Hasta hoy", "Falta", "En total"), "Cuánto va de tu CDAT.",
    )  # fmt: skip


def of_loan(view: LoanView) -> ProgressChart:
    """Instalments, capital and interest: paid, and still to be paid by the plan."""
    left = [row for row in view.plan if row.state is not RowState.PAID]
    interest = sum((row.interest_left for row in left), ZERO)
    return _chart(
        (("Cuotas", view.instalments_paid, len(left)),
         ("Capital", view.paid_capital, view.owed.capital),
         ("Intereses", view.paid_interest, interest)),
        ("Pagado", "Falta", "En total"), "Cuánto has pagado de tu crédito.",
    )  # fmt: skip


def _chart(
    told: Sequence[tuple[str, Money | int, Money | int]], heads: tuple[str, str, str], words: str
) -> ProgressChart:
    return ProgressChart(
        tuple(_row(*one) for one in told), heads,
        f"{words} Cada barra se llena con lo que va. La tabla de abajo dice lo mismo.",
    )  # fmt: skip


def _row(label: str, done: Money | int, left: Money | int) -> ProgressRow:
    whole: Money | int
    if isinstance(done, Money) and isinstance(left, Money):
        whole, share = done + left, _share(done.amount, (done + left).amount)
    else:
        assert isinstance(done, int)
        assert isinstance(left, int)
        whole, share = done + left, _share(Decimal(done), Decimal(done + left))
    return ProgressRow(label, done, left, whole, f"{share * WIDTH:.2f}")


def _share(done: Decimal, whole: Decimal) -> Decimal:
    return done / whole if whole else Decimal(0)
