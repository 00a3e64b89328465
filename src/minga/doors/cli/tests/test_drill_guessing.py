"""The guessing drill in small: it opens nothing, locks nobody out, and notices when it does."""

from typing import Any

import pytest

from minga.access.models import Credential, PinBlock
from minga.access.verify_browser import verify_browser
from minga.doors.cli.drills.guessing import attack as attacking
from minga.doors.cli.drills.guessing import drill, intruder, naive, people, siege
from minga.doors.cli.drills.guessing.people import Target
from minga.doors.cli.drills.throw_away import DrillFailed
from minga.kit import clock
from minga.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacking, "BESIEGED", 2)
    monkeypatch.setattr(attacking, "DAYS", 1)


def test_opens_nothing_and_locks_nobody_out() -> None:
    found = attacking.attack(12, 7)
    assert drill.Verdict.of(found) == drill.Verdict(0, 0)
    assert found["spray"]["pins_offered"] == 12
    assert found["spray"]["pins_counted"] == 0
    assert found["siege"]["guesses_that_counted"] == 2 * 24  # eight codes a day, three tries each
    # The control: with codes alone nobody besieged gets into a new browser.
    assert (found["siege"]["locked_out_elsewhere"], found["siege"]["no_code_elsewhere"]) == (0, 2)
    told = "\n".join(drill._lines(found))
    assert "en teoría 0,0 cuentas abiertas; simulada, 0 abiertas y 12" in told


def test_notices_codes_that_can_be_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: every code is the same, and the intruder knows PIN and answer."""
    monkeypatch.setattr("minga.access.codes.secrets.randbelow", lambda _: 123456)
    monkeypatch.setattr(intruder.Intruder, "_guess_code", _knows_the_code)
    monkeypatch.setattr(people, "PINS", 3)
    monkeypatch.setattr(people, "ANSWER", "María")
    found = attacking.attack(4, 7)
    assert found["spray"]["codes_hit"] == 4
    assert drill.Verdict.of(found).opened >= 1


def _knows_the_code(self: intruder.Intruder, token: str, by: Any, at: Any) -> bool:
    try:
        verify_browser(token=token, code="123456", by=by, at=at)
    except Refusal:
        return False  # this one was never sent
    return True


def test_notices_members_who_are_locked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def lock(_: intruder.Intruder, target: Target, at: Any) -> None:
        credential = Credential.objects.get(member_id=target.member_id)
        PinBlock.objects.create(credential=credential, at=at, why="planted")

    monkeypatch.setattr(siege, "_one_day", lock)
    assert drill.Verdict.of(attacking.attack(3, 7)).locked_out == 2


def test_notices_members_who_need_a_new_browser_and_get_no_link(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted fault: the codes are used up and nothing takes their place."""
    monkeypatch.setattr("minga.access.way_in_links.is_due", lambda *_: False)
    found = attacking.attack(3, 7)
    assert (found["siege"]["locked_out"], found["siege"]["locked_out_elsewhere"]) == (0, 2)
    assert drill.Verdict.of(found).locked_out == 2


def test_the_naive_office_loses_what_theory_says() -> None:
    """10,000 members with PINs drawn evenly, three PINs: three accounts, give or take."""
    targets = [Target(drill_id, str(n), f"{n % 10_000:04}") for n, drill_id in _ids(20_000)]
    result = naive.spray(targets, ("0007", "4711", "9999", "1234"))
    assert (result.opened, result.locked, result.expected) == (6, 19_994, 6.0)


def _ids(count: int) -> Any:
    from uuid import UUID

    return ((number, UUID(int=number)) for number in range(count))


def test_says_so_when_it_cannot_be_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(_: str) -> Any:
        raise DrillFailed("no hay base")

    monkeypatch.setattr(drill, "throw_away_office", none)
    assert drill.run(members=1, seed=1) == drill.COULD_NOT
    assert "no hay base" in capsys.readouterr().err


def test_draws_the_pins_again_with_the_same_seed() -> None:
    from random import Random

    first, second = (
        [one.pin for one in people.register_all(5, Random(3), clock.now())] for _ in range(2)
    )
    assert first == second
