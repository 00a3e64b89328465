"""What a member has with the cooperative, as whoever opened one of their matters sees it."""

from datetime import date
from uuid import UUID

from minga.doors.web.present import ProductRow, loan_row, product_row, term_row
from minga.loans.queries import loans_of
from minga.savings.queries import products_of
from minga.savings.term_queries import deposits_of


def products_shown(member_id: UUID, on: date) -> list[ProductRow]:
    """Savings, CDAT and credits, numbers masked, as they stand that day."""
    return [
        *map(product_row, products_of(member_id)),
        *map(term_row, deposits_of(member_id, on)),
        *map(loan_row, loans_of(member_id)),
    ]
