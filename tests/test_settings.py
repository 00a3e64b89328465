"""What the settings make of the environment: nothing about the cooperative is made up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = str(Path(__file__).parents[1] / "src")
OWN = ("MINGA_COOPERATIVE_", "MINGA_DEPOSIT_", "DATABASE_URL")
ASKED = (
    "from minga import settings as one;"
    "print(one.COOPERATIVE_NIT, one.COOPERATIVE_ADDRESS, one.COOPERATIVE_CITY,"
    " one.DEPOSITS_INSURED, sep='|')"
)


def settings(home: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """A process of its own reads them, with that environment and no other word of ours."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    return subprocess.run(
        [sys.executable, "-P", "-c", ASKED], capture_output=True, text=True, check=False,
        env=plain | {"MINGA_HOME": str(home), "PYTHONPATH": SOURCE} | told,
    )  # fmt: skip


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    (tmp_path / "demo").write_text("embedded")
    return tmp_path


def test_an_office_that_was_told_nothing_says_nothing(tmp_path: Path) -> None:
    assert settings(tmp_path).stdout == "|||False\n"


def test_says_what_it_was_told(tmp_path: Path) -> None:
    told = settings(
        tmp_path, MINGA_COOPERATIVE_NIT="900068438-1", MINGA_COOPERATIVE_ADDRESS="Calle 1 # 2-3",
        MINGA_COOPERATIVE_CITY="Ciudad", MINGA_DEPOSIT_INSURANCE="fogacoop",
    )  # fmt: skip
    assert told.stdout == "900.068.438-1|Calle 1 # 2-3|Ciudad|True\n"


def test_the_demos_nit_says_that_it_is_one_and_nothing_else_is_claimed(demo: Path) -> None:
    assert settings(demo).stdout == "999.999.999-4 (de demostración)|||False\n"
    given = settings(demo, MINGA_COOPERATIVE_NIT="9000684381")
    assert given.stdout.startswith("900.068.438-1|")


def test_a_wrong_word_starts_nothing(tmp_path: Path) -> None:
    for name, wrong in (("NIT", "900068438-3"), ("NIT", "x")):
        refused = settings(tmp_path, **{f"MINGA_COOPERATIVE_{name}": wrong})
        assert refused.returncode == 1
        assert "Cópialo del RUT" in refused.stderr
    assert "solo puede decir fogacoop" in settings(tmp_path, MINGA_DEPOSIT_INSURANCE="si").stderr
