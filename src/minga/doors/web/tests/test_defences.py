"""What holds for the whole of the source, so that it cannot be lost in one corner of it."""

import ast
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

from minga.access.rules import CODE_DIGITS

SOURCE = Path(__file__).parents[3]
WEB, OFFICE = SOURCE / "doors" / "web", SOURCE / "doors" / "office"


def modules(under: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours but the tests, by its path from the source."""
    for path in sorted(under.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        if "/tests/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def callers(of: str) -> set[str]:
    """The modules that call a function or a method of that name."""
    return {
        name
        for name, tree in modules(SOURCE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(of)
    }


def test_a_members_session_is_opened_by_the_ways_in_that_are_documented_and_by_no_other() -> None:
    """`docs/security.md`, Getting in and Passkeys."""
    members = {name for name in callers("sessions.open_session") if name.startswith("access/")}
    assert members == {"access/let_in.py", "access/sign_in_passkey.py"}
    assert callers("OfficeSession.objects.create") == {"access/sessions.py"}
    doors = ("let_in.let_in", "let_in.after_question", "let_in.after_pin")
    assert {name for door in doors for name in callers(door)} == {
        "access/answer_question.py", "access/enter_pin.py", "access/renew_pin.py",
    }  # fmt: skip


def test_no_migration_makes_anybody_who_can_get_in() -> None:
    made = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    own = [one for (room, _), one in made.items() if room in {"access", "members", "staff"}]
    assert len(own) > 5
    for migration in own:
        for operation in migration.operations:
            assert not isinstance(operation, migrations.RunPython), migration
            if isinstance(operation, migrations.RunSQL):
                assert "insert" not in str(operation.sql).lower(), migration


def test_what_must_not_be_guessed_is_drawn_by_the_operating_system() -> None:
    for room in ("access", "staff", "kit"):
        for name, tree in modules(SOURCE / room):
            imported = {
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names
            } | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            assert not {"random", "Random", "uuid1"} & imported, name
    assert CODE_DIGITS == 6
    assert math.log2(10**CODE_DIGITS) > 19.9


def test_forms_take_the_fields_they_name_and_no_others() -> None:
    """No field of a form comes from a model: nothing can be assigned in passing."""
    for name, tree in (*modules(WEB), *modules(OFFICE)):
        bases = {
            ast.unparse(base)
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for base in node.bases
        }
        assert not {one for one in bases if "ModelForm" in one}, name


def test_secrets_are_typed_behind_dots() -> None:
    """Every page that asks for a PIN does it with the one component, which hides it."""
    component = (WEB / "templates/web/components/pin_field.html").read_text(encoding="utf-8")
    (field,) = re.findall(r"<input[^>]*html_name[^>]*>", component.replace("\n", ""))
    assert 'type="password"' in field
    asks = re.compile(r"{%[^%]*field=form\.(?:clave|confirmacion)[^%]*%}")
    for page in sorted((WEB / "templates").rglob("*.html")):
        for asked in asks.findall(page.read_text(encoding="utf-8")):
            assert "pin_field.html" in asked or "prove.html" in asked, (page, asked)


def test_no_answer_is_a_script() -> None:
    """So there is no JSONP, and nobody's data in what another site may include."""
    for name, tree in (*modules(WEB), *modules(OFFICE)):
        words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert not {one for one in words if isinstance(one, str) and "javascript" in one}, name


def test_scripts_share_no_names_with_the_page() -> None:
    """An element called as a variable of ours changes nothing: nothing of ours is global."""
    for script in sorted((WEB / "static").rglob("*.js")):
        code = re.sub(r"^\s*//.*\n", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert re.fullmatch(r"(?s)\(\(\) => \{\n.*\}\)\(\);\n|if \([^{]*;\n", code), script
        assert not re.search(r"\b(?:window|document)\.\w+\s*=[^=]", code.replace(
            "document.cookie =", ""
        )), script  # fmt: skip
        assert not re.search(r"\b(?:var|eval|innerHTML)\b", code), script


def test_processes_log_to_their_own_output_and_nowhere_else() -> None:
    handlers: Any = settings.LOGGING["handlers"]
    assert [one["class"] for one in handlers.values()] == ["logging.StreamHandler"]
    opening = {"FileHandler", "SocketHandler", "SysLogHandler", "HTTPHandler", "SMTPHandler"}
    for name, tree in modules(SOURCE):
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not opening & names, name
