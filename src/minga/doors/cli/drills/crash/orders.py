"""What the drill's workers are told to do, and how they write down what was confirmed to them.

Order number k of worker w is always the same one, whoever works it out: a successor goes on where
its killed predecessor had no answer yet, with the same key, as an office does with a member's
order.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from uuid import UUID

from minga.kit import ids

TRANSFER_EVERY = 4  # each so many orders is the whole use case; the others go to the ledger alone
PESOS_MAX = 1_000
SCENE = "scene.json"


class Control(StrEnum):
    """A fault planted on purpose: what a wrong office would do."""

    LOSE = "perder"  # confirms before the commit
    DOUBLE = "doblar"  # asks again with another key


@dataclass(frozen=True, slots=True)
class Owner:
    """A member, the ids of two savings products and their ledger accounts."""

    member: str
    products: tuple[str, str]
    accounts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """What every process of a drill knows. `nonce` makes this run's keys its own."""

    nonce: str
    control: Control | None
    owners: list[Owner]

    def write(self, folder: Path) -> None:
        """Leaves it where the workers look."""
        (folder / SCENE).write_text(json.dumps(asdict(self)))


def read_scene(folder: Path) -> Scene:
    """What `write` left."""
    told = json.loads((folder / SCENE).read_text())
    owners = [
        Owner(one["member"], tuple(one["products"]), tuple(one["accounts"]))
        for one in told["owners"]
    ]
    return Scene(told["nonce"], told["control"] and Control(told["control"]), owners)


@dataclass(frozen=True, slots=True)
class Order:
    """Move `centavos` from one account to another. `owner` when both are the same member's, by the
    whole use case, from the first product to the second or back.
    """

    key: UUID
    source: int
    target: int
    centavos: int
    owner: Owner | None
    backwards: bool

    @property
    def reference(self) -> str:
        """How the books name the order, whatever key it came with."""
        return ids.reference(self.key)


def order(scene: Scene, worker: int, number: int) -> Order:
    """Order `number` (from 0) of a worker."""
    name = f"{scene.nonce}:{worker}:{number}"
    chance = Random(name)  # noqa: S311 (load, not a secret)
    key, centavos = ids.key_from("drill", name), chance.randrange(1, 100 * PESOS_MAX)
    if number % TRANSFER_EVERY == 0:
        owner, backwards = chance.choice(scene.owners), chance.random() < 0.5
        first, second = reversed(owner.accounts) if backwards else owner.accounts
        return Order(key, first, second, centavos, owner, backwards)
    one, other = chance.sample(scene.owners, 2)
    source, target = chance.choice(one.accounts), chance.choice(other.accounts)
    return Order(key, source, target, centavos, None, False)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a worker was told is done. `entry` where the ledger itself answered, not a use case."""

    key: UUID
    source: int
    target: int
    centavos: int
    entry: int | None
    replayed: bool

    @property
    def reference(self) -> str:
        return ids.reference(self.key)

    @property
    def words(self) -> str:
        """Which one it is, exactly, for whoever has to look for it."""
        entry = "" if self.entry is None else f", asiento {self.entry}"
        return (
            f"{self.key} ({self.reference}{entry}): {self.centavos} centavos"
            f" de la cuenta {self.source} a la {self.target}"
        )

    @property
    def posting_lines(self) -> list[str]:
        """What its entry must say."""
        return [f"D{self.source} {self.centavos}", f"C{self.target} {self.centavos}"]

    def line(self) -> bytes:
        """One line of the file outside the database."""
        words = (
            self.key.hex, self.source, self.target, self.centavos, self.entry or "-",
            int(self.replayed),
        )  # fmt: skip
        return ("\t".join(map(str, words)) + "\n").encode()


def read_confirmed(line: bytes) -> Confirmed:
    """What `Confirmed.line` wrote."""
    key, source, target, centavos, entry, replayed = line.decode().rstrip("\n").split("\t")
    return Confirmed(
        UUID(hex=key), int(source), int(target), int(centavos),
        None if entry == "-" else int(entry), replayed == "1",
    )  # fmt: skip
