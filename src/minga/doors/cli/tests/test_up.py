"""What `minga up` makes of its settings before it starts anything."""

import argparse
import os
from pathlib import Path

import pytest

from minga.doors.cli import up
from minga.kit.home import read_environment


@pytest.fixture(autouse=True)
def an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.mark.parametrize(
    ("given", "host", "settled"),
    [
        ("", "127.0.0.1", "http://127.0.0.1:8000"),
        ("", "0.0.0.0", None),  # how members call this machine cannot be known from here
        ("https://Oficina.Ejemplo.coop/", "0.0.0.0", "https://oficina.ejemplo.coop"),
        ("https://oficina.ejemplo.coop", "127.0.0.1", "https://oficina.ejemplo.coop"),
    ],
)
def test_settles_what_links_are_built_on(given: str, host: str, settled: str | None) -> None:
    os.environ["MINGA_ORIGIN"] = given
    assert up._settle_origin(host, 8000) is None
    assert read_environment().origin == settled


def test_starts_nothing_with_an_origin_that_no_link_may_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.environ["MINGA_ORIGIN"] = "http://oficina.ejemplo.coop"
    os.environ["MINGA_HOME"] = str(tmp_path)
    asked = argparse.Namespace(port=8000, host="127.0.0.1", empty=True)
    assert up.run(asked) == 2
    assert "https://" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "wrong", "advice", "right"),
    [
        ("MINGA_COOPERATIVE_NIT", "900068438-2", "Cópialo del RUT", "900068438-1"),
        ("MINGA_DEPOSIT_INSURANCE", "si", "solo puede decir fogacoop", "fogacoop"),
    ],
)
def test_starts_nothing_with_a_setting_that_is_wrong(
    variable: str, wrong: str, advice: str, right: str,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    os.environ[variable] = wrong
    os.environ["MINGA_HOME"] = str(tmp_path)
    asked = argparse.Namespace(port=8000, host="127.0.0.1", empty=True)
    assert up.run(asked) == 2
    assert advice in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    os.environ[variable] = right
    assert up._settle_origin("127.0.0.1", 8000) is None
