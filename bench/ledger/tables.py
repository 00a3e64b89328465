"""docs/performance.md's tables from a written run: `python -m bench.ledger.tables FILE.json`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def markdown(found: Mapping[str, Any]) -> str:
    """Figures and ratios of one run as Markdown tables."""
    lines = ["| figure | median per second | least | most |", "|---|---:|---:|---:|"]
    lines += [
        f"| `{name}` | {figure['median']:,.0f} | {figure['min']:,.0f} | {figure['max']:,.0f} |"
        for name, figure in found["figures"].items()
    ]
    lines += ["", "| ratio | value | by round | aim | |", "|---|---:|---|---|---|"]
    lines += [_ratio(name, value, found["aims"][name]) for name, value in found["ratios"].items()]
    return "\n".join(lines)


def _ratio(name: str, value: float, aim: Mapping[str, Any]) -> str:
    least, most = aim["by_round"]
    sign, word = "≤" if aim["at_most"] else "≥", "met" if aim["met"] else "falls short"
    return f"| `{name}` | {value:.2f} | {least:.2f} – {most:.2f} | {sign} {aim['aim']:g} | {word} |"


if __name__ == "__main__":
    print(markdown(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
