"""Old challenges are forgotten, young ones are not."""

import pytest

from minga.staff import sign_in
from minga.staff.models import StaffChallenge
from minga.staff.tests.cast import AT, SITE, later, somebody
from minga.staff.tidy import tidy

pytestmark = pytest.mark.django_db


def test_forgets_old_challenges_only() -> None:
    sign_in.begin(site=SITE, by=somebody(), at=AT)
    sign_in.begin(site=SITE, by=somebody(), at=later(days=3))
    assert tidy(at=later(days=3)) == 1
    assert StaffChallenge.objects.filter(issued_at=later(days=3)).exists()
