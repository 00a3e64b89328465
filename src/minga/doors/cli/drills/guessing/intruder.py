"""Somebody with numbers and patience, who knocks through the office's own use cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from minga.access.answer_question import answer_question
from minga.access.codes import CodeExpired, CodeSpent, WrongCode
from minga.access.enter_pin import enter_pin
from minga.access.flows import FlowElsewhere
from minga.access.identify import identify
from minga.access.let_in import SignedIn
from minga.access.models import Stage
from minga.access.verify_browser import verify_browser
from minga.access.visitor import Visitor
from minga.doors.cli.drills.guessing.people import Target
from minga.kit.refusal import Refusal

NUMBERS_FROM_ONE = 9  # fewer than make an address wait
CODES = 1_000_000


@dataclass(slots=True)
class Tally:
    """What was tried, and what came of it."""

    numbers_tried: int = 0
    pins_offered: int = 0
    pins_counted: int = 0  # by a gate that looked at them
    codes_tried: int = 0
    codes_hit: int = 0
    opened: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Intruder:
    """Guesses PINs, codes and answers; every few numbers from another address."""

    chance: Random
    pins: tuple[str, ...]
    codes_each: int
    tally: Tally = field(default_factory=Tally)
    _addresses: Iterator[int] = field(default_factory=lambda: iter(range(1, 2**24)))

    def elsewhere(self) -> Visitor:
        """An address nobody used before."""
        number = next(self._addresses)
        return Visitor(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", "Mozilla/5.0")

    def attack(self, target: Target, by: Visitor, at: datetime) -> None:
        """One way in: the PINs at once, then codes, then the PINs again if one fitted."""
        self.tally.numbers_tried += 1
        token = identify(
            number=target.number, browser_token="", flow_token="", next_path="", by=by, at=at
        ).token
        self._try_pins(target, token, by, at)
        if self._guess_code(token, by, at):
            self.tally.codes_hit += 1
            self._try_pins(target, token, by, at)

    def _guess_code(self, token: str, by: Visitor, at: datetime) -> bool:
        for _ in range(self.codes_each):
            self.tally.codes_tried += 1
            guess = f"{self.chance.randrange(CODES):06}"
            try:
                verify_browser(token=token, code=guess, by=by, at=at)
            except WrongCode:
                continue
            except (CodeSpent, CodeExpired):
                return False
            return True
        return False

    def _try_pins(self, target: Target, token: str, by: Visitor, at: datetime) -> None:
        for pin in self.pins:
            self.tally.pins_offered += 1
            try:
                done = enter_pin(
                    token=token, pin=pin, browser_token="", session_token="", by=by, at=at
                )
            except FlowElsewhere:
                return  # there is nowhere to put a PIN
            except Refusal:
                self.tally.pins_counted += 1
                continue
            self.tally.pins_counted += 1
            if done == Stage.QUESTION:
                done = self._guess_answer(token, by, at)
            if isinstance(done, SignedIn):
                self.tally.opened.append(target.number)
            return

    def _guess_answer(self, token: str, by: Visitor, at: datetime) -> SignedIn | Stage:
        for guess in ("María", "José", "Bogotá"):
            try:
                return answer_question(
                    token=token, answer=guess, remembers=True, browser_token="", session_token="",
                    by=by, at=at,
                )  # fmt: skip
            except Refusal:
                continue
        return Stage.QUESTION


Told = Callable[[int, int], None]


def spray(intruder: Intruder, targets: list[Target], at: datetime, told: Told) -> None:
    """Everybody once, a few numbers from each address."""
    by = intruder.elsewhere()
    for place, target in enumerate(targets):
        if place % NUMBERS_FROM_ONE == 0:
            by = intruder.elsewhere()
        intruder.attack(target, by, at)
        told(place + 1, len(targets))
