"""How long and how often to measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes and times of one run. Seconds are per sample; every sample is preceded by `warm_up_s`
    not counted.
    """

    name: str
    rounds: int
    seconds: int
    warm_up_s: int
    members: int
    tpcb_scale: int
    peer_accounts: int
    history_postings: int | None = None

    @property
    def accounts(self) -> int:
        """Every member has two savings accounts."""
        return 2 * self.members


QUICK = Plan("quick", 7, 2, 1, 50_000, 20, 1_000)
LONG = Plan("long", 11, 4, 1, 50_000, 20, 1_000, history_postings=10_000_000)
TINY = Plan("tiny", 1, 1, 1, 50, 1, 10)
