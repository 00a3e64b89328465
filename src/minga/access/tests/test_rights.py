"""Everything a visitor does works with the rights of the web's database role."""

import pytest

from minga.access.sessions import member_inside
from minga.access.sign_out import sign_out
from minga.access.tests import cast
from minga.access.tests.cast import PIN, Person, later
from minga.kit.refusal import Refusal
from minga.members.models import Member


def a_first_day(person: Person, who: Member) -> None:
    """Registers, mistakes the PIN, gets in, gets out."""
    person.register_all(who)
    person.identify(who.document_number)
    with pytest.raises(Refusal):
        person.enter("8306")
    done = person.enter(PIN)
    assert member_inside(done.session_token, later(minutes=1)) is not None
    sign_out(session_token=done.session_token, by=person.by, at=later(minutes=1))
    assert member_inside(done.session_token, later(minutes=1)) is None


@pytest.mark.usefixtures("as_web")
def test_needs_no_more_than_the_rights_of_the_web() -> None:
    person, who = cast.stranger(), cast.member()
    a_first_day(person, who)
    cast.stranger().sign_in_anew(who, later(minutes=5))
