"""Interest of loans in suspense: the memo of the books against the days that it is made of."""

from decimal import Decimal

from minga.day_close.accrual_control import AccrualControl, in_the_books, last_figures
from minga.kit import sql

KEY = "SUSPENDED_INTEREST"
# Day by day, as the key of accruals is. Only loans that were in C or worse once have any, and an
# instalment's days go back together, when its story is over.
_OF_INSTALMENTS = """
SELECT COALESCE(sum(c.interest), 0)
  FROM loans_loaninstalment i
 CROSS JOIN LATERAL generate_series(
        i.starts_on::timestamp,
        least(i.due_on - 1, i.replaced_on - 1, (SELECT max(business_date) FROM loans_loanaccrual)),
        interval '1 day') AS d (day)
  JOIN loans_loanaccrual c
    ON c.business_date = d.day::date AND c.loan = i.loan_id AND c.is_suspended
 WHERE i.booked_in IS NULL
   AND EXISTS (SELECT FROM loans_loanclass k WHERE k.loan_id = i.loan_id AND k.category >= 'C')
"""
# What came with a loan stands in the books whole, and in days of its instalments once its plan is
# there: those are counted with the others. A single day of both kinds can leave a difference.
_BROUGHT = """
SELECT COALESCE(sum(b.suspended - COALESCE(laid.total, 0)), 0)
  FROM loans_broughtloan b
  LEFT JOIN LATERAL (
        SELECT sum(c.interest) AS total
          FROM loans_loaninstalment i
          JOIN loans_scheduleversion v ON v.id = i.schedule_id AND v.version = 1
         CROSS JOIN LATERAL generate_series(
                i.starts_on::timestamp, least(i.due_on - 1, b."on"), interval '1 day') AS d (day)
          JOIN loans_loanaccrual c
            ON c.business_date = d.day::date AND c.loan = i.loan_id AND c.is_suspended
         WHERE i.loan_id = b.loan_id) laid ON true
 WHERE b.suspended > 0
"""


def suspended_interest() -> AccrualControl:
    """As it stands after the last close: what loans of categories C to E earned and have not paid,
    those that were lent here and those that came with some, with their plans or before them."""
    kept: Decimal = sql.one(_OF_INSTALMENTS, [])[0] + sql.one(_BROUGHT, [])[0]
    carry = last_figures("loans.interest").left("suspended_carry")
    return AccrualControl(KEY, in_the_books(KEY), kept, carry)
