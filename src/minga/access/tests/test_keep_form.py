"""What is typed while a session ends: kept for its member, for a while, and for nobody else."""

import pytest

from minga.access import sessions
from minga.access.block_access import block_access
from minga.access.keep_form import NotKept, forget_form, keep_form, kept_form
from minga.access.models import KeptForm, OfficeSession
from minga.access.sign_out import sign_out
from minga.access.tests import cast
from minga.access.tests.cast import Person, later
from minga.access.tidy import tidy
from minga.members.models import Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_web")]
PATH, WORDS = "/oficina/metas/", {"nombre": "Viaje", "meta": "1.2OO.000"}
OVER = later(minutes=6)


@pytest.fixture
def inside() -> tuple[Person, Member]:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    return person, who


Inside = tuple[Person, Member]


def keep(person: Person, path: str = PATH, at: object = OVER, **fields: str) -> None:
    keep_form(session_token=person.session, path=path, fields=fields or WORDS, at=at)  # type: ignore[arg-type]


def test_keeps_what_was_typed_for_the_member_whose_session_ran_out(inside: Inside) -> None:
    person, who = inside
    keep(person)
    assert kept_form(who.id, PATH, later(minutes=7)) == WORDS
    assert kept_form(who.id, "/oficina/cdat/", later(minutes=7)) == {}


def test_gives_it_to_no_other_member(inside: Inside) -> None:
    person, _ = inside
    other = cast.registered()
    keep(person)
    assert kept_form(other.id, PATH, later(minutes=7)) == {}
    forget_form(member_id=other.id, path=PATH)
    assert KeptForm.objects.count() == 1


def test_forgets_it_when_its_time_is_over_and_when_it_was_sent(inside: Inside) -> None:
    person, who = inside
    keep(person)
    assert kept_form(who.id, PATH, later(minutes=65)) == WORDS
    assert kept_form(who.id, PATH, later(minutes=66)) == {}
    forget_form(member_id=who.id, path=PATH)
    assert kept_form(who.id, PATH, OVER) == {}


def test_the_last_words_of_a_page_take_the_place_of_the_first(inside: Inside) -> None:
    person, who = inside
    keep(person)
    keep(person, nombre="Matrícula")
    assert kept_form(who.id, PATH, OVER) == {"nombre": "Matrícula"}


def test_keeps_nothing_of_a_session_that_lives(inside: Inside) -> None:
    person, _ = inside
    with pytest.raises(NotKept):
        keep(person, at=later(minutes=1))


@pytest.mark.parametrize("token", ["", "guessed"])
def test_keeps_nothing_when_nobody_can_say_whose_it_is(token: str) -> None:
    with pytest.raises(NotKept):
        keep_form(session_token=token, path=PATH, fields=WORDS, at=OVER)


def test_keeps_nothing_hours_after_the_session(inside: Inside) -> None:
    person, _ = inside
    keep(person, at=later(minutes=5 + 240))
    with pytest.raises(NotKept):
        keep(person, at=later(minutes=6 + 240))


def test_keeps_nothing_of_a_session_that_somebody_ended(inside: Inside) -> None:
    person, who = inside
    sign_out(session_token=person.session, by=person.by, at=later(minutes=1))
    with pytest.raises(NotKept):
        keep(person)
    again = cast.stranger()
    again.sign_in_anew(who, OVER)
    block_access(session_token=again.session, by=again.by, at=later(minutes=7))
    with pytest.raises(NotKept):
        keep(again, at=later(minutes=14))
    assert not KeptForm.objects.exists()


def test_would_keep_it_all_the_same_if_it_did_not_look_at_who_ended_it(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, who = inside
    sign_out(session_token=person.session, by=person.by, at=later(minutes=1))
    monkeypatch.setattr(sessions, "ran_out", lambda token, at, hold: OfficeSession.objects.get())
    keep(person)
    assert kept_form(who.id, PATH, OVER) == WORDS


def test_keeps_no_more_than_a_form_takes(inside: Inside) -> None:
    person, _ = inside
    for path, words in (
        (PATH, {"nombre": "a" * 4000}),
        ("/" + "a" * 200, WORDS),
        (PATH, {"nombre": "Via\0je"}),
    ):
        with pytest.raises(NotKept):
            keep(person, path, **words)
    keep(person, nombre="a" * 3900)


def test_keeps_few_pages_of_one_member_the_newest(inside: Inside) -> None:
    person, who = inside
    other, neighbour = cast.registered(), cast.stranger()
    neighbour.sign_in_anew(other)
    keep(neighbour)
    for minute in range(6, 14):
        keep(person, f"/oficina/{minute}/", later(minutes=minute))
    own = KeptForm.objects.filter(member=who).order_by("kept_at").values_list("path", flat=True)
    assert list(own) == [f"/oficina/{minute}/" for minute in range(9, 14)]
    assert kept_form(other.id, PATH, OVER) == WORDS


def test_leaving_leaves_nothing_half_written(inside: Inside) -> None:
    person, who = inside
    keep(person)
    again = cast.stranger()
    again.sign_in_anew(who, later(minutes=8))
    sign_out(session_token=again.session, by=again.by, at=later(minutes=9))
    assert not KeptForm.objects.exists()


def test_what_nobody_came_back_for_is_deleted(inside: Inside) -> None:
    person, _ = inside
    keep(person)
    tidy(at=later(minutes=60))
    assert KeptForm.objects.count() == 1
    tidy(at=later(minutes=67))
    assert not KeptForm.objects.exists()


def test_a_cookie_says_whose_form_it_is_for_some_hours(inside: Inside) -> None:
    person, _ = inside
    assert sessions.ran_out(person.session, later(minutes=1)) is None
    assert sessions.ran_out(person.session, OVER) is not None
    assert sessions.ran_out(person.session, later(hours=5)) is None
    assert sessions.ran_out("guessed", OVER) is None
