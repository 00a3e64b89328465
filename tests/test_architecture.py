"""The house's rules, checked: what imports what, what points at what, what a room may hold."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ForeignKey

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "minga"
# From the ground up; rooms on one line are strangers to each other.
FLOORS = (
    ("kit",),
    ("ledger", "audit", "integrations"),
    ("members",),
    ("access", "notices", "staff"),
    ("savings", "loans"),
    ("payments",),
    ("day_close", "documents"),
    ("web", "office"),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ROOMS = [room for rooms in FLOORS[:-1] for room in rooms]
LARGEST_FILE = 400


def uphill(model: type[models.Model]) -> Iterator[str]:
    """Foreign keys of a model that point at a room above it, or at a stranger on its own floor."""
    own = model._meta.app_label
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey):
            other = field.related_model._meta.app_label
            if other != own and FLOOR_OF[other] >= FLOOR_OF[own]:
                yield f"{own}.{model.__name__}.{field.name} -> {other}"


def room_files() -> Iterator[Path]:
    for room in ROOMS:
        for file in (SOURCE / room).rglob("*.py"):
            if not {"tests", "migrations"} & set(file.parts):
                yield file


def forbidden_in_a_room(source: str) -> list[str]:
    """Signals, save() overrides, URLs and templates have no place in a room."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [alias.name for alias in node.names]
            module = getattr(node, "module", None) or ""
            for name in [module, *names]:
                if name.startswith(("django.dispatch", "django.urls", "django.template")):
                    found.append(name)
                if name.startswith("django.db.models.signals") or "signals" in names:
                    found.append("signals")
        if isinstance(node, ast.ClassDef):
            methods = [one.name for one in node.body if isinstance(one, ast.FunctionDef)]
            found += [f"{node.name}.{name}" for name in methods if name in {"save", "delete"}]
    return found


def reads_the_clock(source: str) -> bool:
    """Whether some code asks for the time instead of being told it."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return any(
        isinstance(call, ast.Attribute) and call.attr in {"now", "today", "utcnow"}
        for call in calls
    )


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=root, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_imports_run_downhill_only() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_an_import_that_runs_uphill_is_found(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    for name in ("pyproject.toml",):
        (tmp_path / name).write_text((ROOT / name).read_text())
    copy = tmp_path / "src" / "minga"
    for file in SOURCE.rglob("*.py"):
        target = copy / file.relative_to(SOURCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.read_text())
    with (copy / "ledger" / "entry.py").open("a") as planted:
        planted.write("\nfrom minga.payments import rules as planted\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "minga.ledger.entry -> minga.payments.rules" in done.stdout.replace("\n", " ")


def test_no_foreign_key_runs_uphill() -> None:
    assert [line for model in apps.get_models() for line in uphill(model)] == []


def test_a_foreign_key_that_runs_uphill_is_found() -> None:
    class Planted(models.Model):
        transfer = models.ForeignKey("payments.Transfer", models.PROTECT, related_name="+")

        class Meta:
            app_label = "ledger"
            managed = False

        def __str__(self) -> str:
            return "planted"

    try:
        assert list(uphill(Planted)) == ["ledger.Planted.transfer -> payments"]
    finally:
        del apps.all_models["ledger"]["planted"]
        apps.clear_cache()


def test_rooms_hold_no_signals_saves_addresses_or_templates() -> None:
    found = {str(file): forbidden_in_a_room(file.read_text()) for file in room_files()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.urls import reverse",
        "class A:\n    def save(self):\n        pass",
    ],
)
def test_what_a_room_must_not_hold_is_found(planted: str) -> None:
    assert forbidden_in_a_room(planted)


def test_only_doors_read_the_clock() -> None:
    guilty = [
        str(file.relative_to(SOURCE))
        for file in room_files()
        if file.name != "clock.py" and reads_the_clock(file.read_text())
    ]
    assert guilty == []
    assert reads_the_clock("import datetime\nx = datetime.datetime.now()")


def test_no_file_grows_beyond_what_one_reads_at_once() -> None:
    sizes = {
        str(file.relative_to(ROOT)): len(file.read_text().splitlines())
        for file in SOURCE.rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > LARGEST_FILE} == {}


def test_every_room_says_what_it_is() -> None:
    silent = [room for room in ROOMS if not (SOURCE / room / "README.md").exists()]
    assert silent == []
