"""The published numbers, as read from their files."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def colombia() -> dict[str, Any]:
    """Colombian rules, by group."""
    return _read("colombia.json")


@cache
def loans() -> dict[str, dict[str, Any]]:
    """Published schedules and the like, by id."""
    files = (_read(name) for name in ("loans.json", "more_loans.json"))
    return {one["id"]: one for file in files for one in file["vectors"]}


def of_kind(kind: str) -> list[dict[str, Any]]:
    """The loan vectors of one kind."""
    return [one for one in loans().values() if one["kind"] == kind]


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return found
