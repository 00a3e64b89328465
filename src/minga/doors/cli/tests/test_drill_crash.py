"""The crash drill as it is run: nothing is lost, and a planted fault is found."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = str(Path(__file__).parents[4])
# One after the other: each keeps both cores busy.
pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    """Not under pytest's own folder: whenever another run of pytest begins it takes everyone else's
    rights to that one away, the database's too, which then cannot come back from a crash.
    """
    with tempfile.TemporaryDirectory(prefix="minga-drill-") as folder:
        yield Path(folder)


def drill(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "minga", "drill", "crash", *options],
        env=os.environ | {"MINGA_HOME": str(home), "PYTHONPATH": SOURCE},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_twenty_kills_of_the_database_lose_and_double_nothing(home: Path) -> None:
    """And five of the office's own processes in between."""
    done = drill(home, "--rounds", "25")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 de un proceso de la base, 10 de la base entera, 5 de un" in done.stdout
    assert "Los libros cuadran." in done.stdout
    figures = re.search(r"([\d.]+) confirmadas · 0 perdidas · 0 dobles · 0 fallas", done.stdout)
    assert figures is not None, done.stdout
    assert int(figures[1].replace(".", "")) > 25 * 4
    assert "Nada se perdió y nada se repitió." in done.stdout
    assert list((home / "drills").iterdir()) == []


def test_an_office_that_confirms_before_the_commit_is_found_out(home: Path) -> None:
    """The planted fault; money conserved and books that prove do not show it."""
    done = drill(home, "--rounds", "4", "--control", "perder", "--seed", "7")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^perdida: [0-9a-f-]{36} \(.+, asiento \d+\)", done.stdout, re.MULTILINE)
    assert "Los libros cuadran." in done.stdout
    assert "El control «perder» se notó" in done.stdout
