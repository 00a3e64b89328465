"""`minga access`, with the database this test already has."""

import contextlib
import getpass
from collections.abc import Iterator

import pytest

from minga.access import access_blocks
from minga.access.models import Credential, OfficeSession, PinBlock
from minga.access.tests import cast
from minga.access.tests.cast import AT, IMAGE, PHRASE, PIN
from minga.audit.models import AuditEvent
from minga.doors.cli import access, main
from minga.doors.office.tests.workers import Desk
from minga.kit import clock
from minga.members.models import Member
from minga.staff.models import Role

pytestmark = pytest.mark.django_db
Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(access, "database_ready", ready)
    monkeypatch.setattr(clock, "now", lambda: cast.later(minutes=1))


def minga(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    return main.main(["access", *words]), *capsys.readouterr()


def document(who: Member) -> tuple[str, str, str]:
    return "--document", who.document_type.lower(), f"{int(who.document_number):,}"


def test_shows_where_an_access_stands(capsys: pytest.CaptureFixture[str]) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    code, out, _ = minga(capsys, "status", *document(who))
    assert code == 0
    for line in (
        "Asociado:         Marta Luz Prieto Gil",
        "Registrado:       sí, desde el 24 oct 2026",
        "Intentos malos:   0",
        "Clave bloqueada:  no",
        "Acceso bloqueado: no",
        "Último ingreso:   23 nov 2026, 10:00 a. m.",
        "Sesiones:         1",
        "  Firefox, desde el 23 nov 2026, último uso 23 nov 2026, 10:00 a. m.",
        "  23 nov 2026, 10:00 a. m.  Entraste desde Firefox",
    ):
        assert line in out


def test_says_since_when_it_is_closed_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    who = cast.registered()
    PinBlock.objects.create(credential_id=who.id, at=AT, why="failures_in_a_row")
    access_blocks.open_block(who.id, "link", AT)
    _, out, _ = minga(capsys, "status", *document(who))
    assert "Clave bloqueada:  sí, desde el 23 nov 2026, 10:00 a. m.: varios intentos" in out
    assert "Acceso bloqueado: sí, desde el 23 nov 2026, 10:00 a. m.: lo pidió con el enlace" in out


def test_shows_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    _, out, _ = minga(capsys, "status", *document(who))
    for secret in (PIN, PHRASE, IMAGE, cast.ANSWER, person.session, person.browser):
        assert secret not in out


def test_tells_who_is_not_registered_and_who_is_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = minga(capsys, "status", *document(cast.member()))
    assert "Registrado:       no" in out
    code, _, err = minga(capsys, "status", "--document", "CC", cast.number())
    assert (code, err) == (1, "minga: Ningún asociado tiene ese documento.\n")


def test_unblocks_and_keeps_who_did_it_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    who = cast.registered()
    access_blocks.open_block(who.id, "member", AT)
    given = ("unblock", *document(who), "--reason", "vino con su cédula")
    code, out, _ = minga(capsys, *given)
    assert (code, out.startswith("Listo:")) == (0, True)
    assert not access_blocks.is_open(who.id)
    event = AuditEvent.objects.get(action="access.unblock_access")
    assert (event.actor, event.detail["reason"]) == (f"os:{getpass.getuser()}", given[-1])
    code, _, err = minga(capsys, *given)
    assert (code, "No hay nada que desbloquear." in err) == (1, True)


def test_resets_once(capsys: pytest.CaptureFixture[str]) -> None:
    who = cast.registered()
    given = ("reset", *document(who), "--reason", "cambió de correo")
    assert minga(capsys, *given)[0] == 0
    assert not Credential.objects.filter(member=who).exists()
    code, _, err = minga(capsys, *given)
    assert (code, "ya puede registrarse" in err) == (1, True)
    _, out, _ = minga(capsys, "status", *document(who))
    assert "Registros antes:  1" in out


def test_refuses_without_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    who = cast.registered()
    with pytest.raises(SystemExit):
        main.main(["access", "reset", *document(who)])
    assert "--reason" in capsys.readouterr().err
    code, _, err = minga(capsys, "reset", *document(who), "--reason", " ")
    assert (code, "Escribe el motivo" in err) == (1, True)
    assert Credential.objects.filter(member=who).exists()


def test_closes_the_sessions_of_one_member_and_of_nobody_else(
    capsys: pytest.CaptureFixture[str],
) -> None:
    who, other = cast.registered(), cast.registered(document_number="1900200300")
    for one in (who, other):
        cast.stranger().sign_in_anew(one)
    code, out, _ = minga(capsys, "close-sessions", *document(who), "--reason", "perdió el celular")
    assert (code, out) == (0, "Sesiones de asociados que se cerraron: 1.\n")
    assert _inside(who, other) == [0, 1]
    event = AuditEvent.objects.get(action="access.end_sessions")
    assert event.subject == f"member:{who.id}"
    assert event.detail == {"reason": "perdió el celular", "sessions": 1}


def test_closes_the_sessions_of_everybody(capsys: pytest.CaptureFixture[str]) -> None:
    members = cast.registered(), cast.registered(document_number="1900200300")
    for one in members:
        cast.stranger().sign_in_anew(one)
    desk = Desk(Role.ANALYST)
    assert desk.get("home").status_code == 200
    code, out, _ = minga(capsys, "close-sessions", "--everybody", "--reason", "simulacro")
    assert code == 0
    assert out.splitlines() == [
        "Sesiones de asociados que se cerraron: 2.", "Sesiones de empleados que se cerraron: 1.",
    ]  # fmt: skip
    assert _inside(*members) == [0, 0]
    assert desk.get("home").status_code == 302
    assert set(AuditEvent.objects.filter(subject="everybody").values_list("action", flat=True)) == {
        "access.end_sessions", "staff.end_sessions",
    }  # fmt: skip


def test_closes_no_session_of_nobody_and_without_a_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cast.stranger().sign_in_anew(cast.registered())
    unknown = "--document", "CC", "1900999999"
    assert minga(capsys, "close-sessions", *unknown, "--reason", "x")[0] == 1
    assert minga(capsys, "close-sessions", "--everybody", "--reason", "  ")[0] == 1
    assert OfficeSession.objects.filter(ended_at=None).count() == 1


def _inside(*members: Member) -> list[int]:
    return [OfficeSession.objects.filter(member=one, ended_at=None).count() for one in members]
