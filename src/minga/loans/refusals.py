"""What a loan's numbers may not be; doors say each in plain words."""

from minga.kit.refusal import Refusal


class PrincipalNotPositive(Refusal):
    """There is nothing to lend, or it has more decimals than the loan rounds to."""

    code = "principal_not_positive"


class TooFewPeriods(Refusal):
    """A loan has from 1 to 1200 instalments."""

    code = "periods_out_of_range"


class GraceTooLong(Refusal):
    """At least one instalment must repay capital: grace is from 0 to one less than the periods."""

    code = "grace_too_long"


class DatesOutOfOrder(Refusal):
    """Each date must come after the one before it."""

    code = "dates_out_of_order"


class FrequencyOutOfRange(Refusal):
    """Instalments are due every 1 to 366 days, weeks or months."""

    code = "frequency_out_of_range"


class AmountOutOfRange(Refusal):
    """The amount does not fit what it is applied to."""

    code = "amount_out_of_range"


class InstalmentTooSmall(Refusal):
    """The instalment does not reach the interest: capital would never be repaid."""

    code = "instalment_too_small"
