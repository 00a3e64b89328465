"""The crash drill as it is run: nothing is lost, and a planted fault is found."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = str(Path(__file__).parents[4])
# One after the other: each keeps both cores busy.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("drill")]


def drill(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "minga", "drill", "crash", *options],
        env=os.environ | {"MINGA_HOME": str(home), "PYTHONPATH": SOURCE},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_twenty_kills_of_the_database_lose_and_double_nothing(tmp_path: Path) -> None:
    """And five of the office's own processes in between."""
    done = drill(tmp_path, "--rounds", "25")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 de un proceso de la base, 10 de la base entera, 5 de un" in done.stdout
    assert "Los libros cuadran." in done.stdout
    figures = re.search(r"([\d.]+) confirmadas · 0 perdidas · 0 dobles · 0 fallas", done.stdout)
    assert figures is not None, done.stdout
    assert int(figures[1].replace(".", "")) > 25 * 4
    assert "Nada se perdió y nada se repitió." in done.stdout
    assert list((tmp_path / "drills").iterdir()) == []


def test_an_office_that_confirms_before_the_commit_is_found_out(tmp_path: Path) -> None:
    """The planted fault; money conserved and books that prove do not show it."""
    done = drill(tmp_path, "--rounds", "4", "--control", "perder", "--seed", "7")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^perdida: [0-9a-f-]{36} \(.+, asiento \d+\)", done.stdout, re.MULTILINE)
    assert "Los libros cuadran." in done.stdout
    assert "El control «perder» se notó" in done.stdout
