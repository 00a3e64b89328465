"""The figures as a person reads them and as a program does."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.ledger.aims import Ratio
from bench.ledger.figures import Figure

WIDTH = 62


def table(figures: Iterable[Figure]) -> str:
    """One line a figure: what it is, median, least and most."""
    lines = [f"{'':<{WIDTH}} {'mediana':>10} {'mínimo':>10} {'máximo':>10}"]
    lines += [
        f"{figure.what:<{WIDTH}} {_whole(figure.median)} {_whole(min(figure.rates))}"
        f" {_whole(max(figure.rates))}  {figure.unit}"
        for figure in figures
    ]
    return "\n".join(lines)


def verdicts(ratios: Iterable[Ratio]) -> str:
    """One line a ratio: its value, how single rounds differ, and its aim."""
    return "\n".join(_verdict(ratio) for ratio in ratios)


def publish(
    figures: Mapping[str, Figure],
    found: Sequence[Ratio],
    json_file: Path | None,
    *,
    settings: Mapping[str, Any],
    command: str,
) -> None:
    """Prints the figures and what they say of the aims; writes them where a file is wanted."""
    print()
    print(table(figures.values()))
    print()
    print(verdicts(found))
    if json_file is not None:
        commands = {"run": command}
        write(json_file, document(figures.values(), found, settings=settings, commands=commands))


def document(
    figures: Iterable[Figure],
    ratios: Iterable[Ratio],
    *,
    settings: Mapping[str, Any],
    commands: Mapping[str, Any],
) -> dict[str, Any]:
    """What `--json` writes. Rates are per second; a ratio is a median over a median."""
    known, found = list(figures), list(ratios)
    return {
        "ratios": {ratio.aim.name: round(ratio.value, 3) for ratio in found},
        "aims": {ratio.aim.name: ratio.as_json() for ratio in found},
        "figures": {figure.name: figure.as_json() for figure in known},
        "machine": machine() | dict(settings),
        "commands": dict(commands) | {figure.name: figure.command for figure in known},
    }


def write(path: Path, found: Mapping[str, Any]) -> None:
    """Writes the document in one piece."""
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the figures were measured on, without names that identify it."""
    return {
        "cores": os.cpu_count(),
        "cpu": _cpu(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _verdict(ratio: Ratio) -> str:
    sign = "≤" if ratio.aim.at_most else "≥"
    word = "cumple" if ratio.met else "NO alcanza"
    return (
        f"{ratio.aim.name:<24} {_two(ratio.value)}  (rondas: {_two(ratio.lowest)} a"
        f" {_two(ratio.highest)})  meta {sign} {ratio.aim.limit:g}: {word}"
        f"   {ratio.over} / {ratio.under}"
    )


def _two(value: float) -> str:
    return f"{value:8.2f}".replace(".", ",")


def _whole(value: float) -> str:
    return f"{value:10,.0f}".replace(",", ".")
