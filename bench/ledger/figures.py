"""What was measured, and what its middle is."""

from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement: a rate, and how many pieces of work the server acknowledged, warm-up
    included.
    """

    per_second: float
    acknowledged: int


@dataclass(slots=True)
class Figure:
    """Every sample of one contestant, in the order of the rounds."""

    name: str
    what: str
    unit: str
    command: str
    samples: list[Sample] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        return [sample.per_second for sample in self.samples]

    @property
    def median(self) -> float:
        return median(self.rates)

    @property
    def acknowledged(self) -> int:
        return sum(sample.acknowledged for sample in self.samples)

    def as_json(self) -> dict[str, Any]:
        """The figure as the report writes it; rates are per second."""
        return {
            "what": self.what,
            "unit": self.unit,
            "median": round(self.median, 1),
            "min": round(min(self.rates), 1),
            "max": round(max(self.rates), 1),
            "samples": [round(rate, 1) for rate in self.rates],
        }
