"""`minga staff`, with the database this test already has."""

import contextlib
import re
from collections.abc import Iterator

import pytest

from minga.doors.cli import main
from minga.kit import clock
from minga.staff.enrol_key import whose_link
from minga.staff.models import Employee, EmployeeRole
from minga.staff.tests.cast import number

pytestmark = pytest.mark.django_db
Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr("minga.doors.cli.office.database_ready", ready)


@pytest.fixture
def document() -> list[str]:
    return ["--document", "cc", f"{int(number()):,}".replace(",", ".")]


def minga(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    return main.main(["staff", *words]), *capsys.readouterr()


def add(capsys: pytest.CaptureFixture[str], document: list[str], *roles: str) -> Said:
    name = ["--name", "Nora Inés  Tobón"]
    return minga(capsys, "add", *document, *name, "--roles", *(roles or ("analyst",)))


def test_invites_somebody_and_shows_the_link_once(
    capsys: pytest.CaptureFixture[str], document: list[str]
) -> None:
    code, told, _ = add(capsys, document, "analyst", "auditor")
    assert code == 0
    assert "Nora Inés Tobón: analista, auditor." in told
    assert "por 24 horas" in told
    link = re.search(r"https?://\S+/gestion/llave/([\w-]{43})/", told)
    assert link
    assert whose_link(link[1], clock.now()) == "Nora Inés Tobón"
    code, listed, _ = minga(capsys, "list")
    assert "con enlace por usar" in listed
    assert link[1] not in listed


def test_says_why_it_refuses(capsys: pytest.CaptureFixture[str], document: list[str]) -> None:
    assert add(capsys, document)[0] == 0
    code, _, wrong = add(capsys, document)
    assert (code, "ya trabaja aquí" in wrong) == (1, True)
    stranger = ["--document", "CC", number()]
    for words in (["link", *stranger], ["disable", *stranger, "--why", "se retiró"]):
        code, _, wrong = minga(capsys, *words)
        assert (code, "aquí no trabaja nadie" in wrong) == (1, True)
    bad = minga(capsys, "add", "--document", "CC", "!", "--name", "Nora", "--roles", "admin")
    assert (bad[0], "CC 1090123456" in bad[2]) == (1, True)
    with pytest.raises(SystemExit):
        add(capsys, document, "boss")


def test_changes_roles_and_retires(capsys: pytest.CaptureFixture[str], document: list[str]) -> None:
    add(capsys, document)
    code, told, _ = minga(capsys, "roles", *document, "--roles", "approver", "admin")
    assert (code, "administrador, aprobador" in told) == (0, True)
    who = Employee.objects.latest("invited_at")
    living = EmployeeRole.objects.filter(employee=who, taken_at=None)
    assert set(living.values_list("role", flat=True)) == {"approver", "admin"}
    code, told, _ = minga(capsys, "link", *document)
    assert (code, "/gestion/llave/" in told) == (0, True)
    assert minga(capsys, "disable", *document, "--why", "")[0] == 1
    code, told, _ = minga(capsys, "disable", *document, "--why", "Se retiró")
    assert (code, "Ya no trabaja aquí" in told) == (0, True)
    assert "se retiró el" in minga(capsys, "list")[1]
