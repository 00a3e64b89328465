from datetime import timedelta

import pytest

from minga.access.models import Enrolment, Flow, OneTimeCode, SourceAttempt
from minga.access.tests import cast
from minga.access.tests.cast import AT, later
from minga.access.tidy import tidy

pytestmark = pytest.mark.django_db


def test_forgets_old_ways_in_and_keeps_what_limits_count() -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who, AT - timedelta(days=3))
    old = Flow.objects.count()
    person.identify(cast.number())
    assert tidy(at=later(hours=1)) > 0
    assert Flow.objects.count() == old + 1 - old
    assert OneTimeCode.objects.count() == SourceAttempt.objects.count() == 1
    assert Enrolment.objects.filter(member=who, ended_at=None).exists()
    assert tidy(at=later(hours=1)) == 0
