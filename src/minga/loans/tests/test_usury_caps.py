"""Which certified cap each modality obeys."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from minga.kit.models import Parameter
from minga.loans.load_cap import CapAlreadyLoaded, load_cap
from minga.loans.models import Modality
from minga.loans.mora_terms import cap_on
from minga.loans.usury import AboveUsury, UsuryCapMissing
from minga.loans.usury_caps import cap_in_force, check_line_rate

pytestmark = pytest.mark.django_db
OCTOBER = date(2025, 10, 10)  # 24.36 %, certified for «consumo y ordinario»


def load(modality: Modality, rate: str) -> bool:
    return load_cap(
        modality=modality, month=date(2027, 3, 1), rate=Decimal(rate), source="a test's own",
        staff="staff:ana", at=datetime(2027, 3, 1, 15, tzinfo=UTC),
    )  # fmt: skip


def test_one_certification_is_for_what_is_lent_and_for_its_mora_in_consumo_and_comercial() -> None:
    for modality in (Modality.CONSUMER, Modality.COMMERCIAL):
        assert cap_in_force(modality, OCTOBER) == cap_on(modality, OCTOBER) == Decimal("0.2436")
        check_line_rate(Decimal("0.24"), modality=modality, on=OCTOBER)
        with pytest.raises(AboveUsury):
            check_line_rate(Decimal("0.25"), modality=modality, on=OCTOBER)


@pytest.mark.parametrize("modality", [Modality.MICRO, Modality.HOUSING])
def test_others_have_their_own(modality: Modality) -> None:
    with pytest.raises(UsuryCapMissing):
        check_line_rate(Decimal("0.10"), modality=modality, on=OCTOBER)


def test_it_is_loaded_once_for_both() -> None:
    assert load(Modality.COMMERCIAL, "0.27")
    assert not load(Modality.CONSUMER, "0.27")
    with pytest.raises(CapAlreadyLoaded):
        load(Modality.CONSUMER, "0.28")
    assert Parameter.objects.filter(key__endswith="2027-03", key__startswith="usury.").count() == 1
