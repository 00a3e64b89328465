"""The page of an approval: what it shows, what it takes, and what nobody else gets from it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minga.access import money_holds
from minga.access.models import Approval, Credential, Enrolment, OfficeSession
from minga.access.tests import cast
from minga.access.tests.authenticator import Authenticator
from minga.audit.models import AuditEvent
from minga.doors.web import approval_urls, approve
from minga.doors.web.tests import visitors
from minga.doors.web.tests.approving import ADDRESS, DONE, intent_of
from minga.doors.web.tests.test_passkeys import add
from minga.doors.web.tests.visitors import text
from minga.kit import clock, ids
from minga.kit.models import Parameter
from minga.members.models import Member

pytestmark = [pytest.mark.django_db, pytest.mark.urls("minga.doors.web.tests.approving")]
PAGE = f"/{ADDRESS}"
HOST = "localhost:8000"
WRONG = "8306"


def inside(who: Member | None = None, **extra: Any) -> tuple[Client, Member]:
    who, client = who or cast.registered(), visitors.browser(HTTP_HOST=HOST, **extra)
    visitors.sign_in(client, who)
    return client, who


def ask(client: Client, address: str = PAGE) -> str:
    """Presses the button of the operation; returns the address of its approval."""
    answer = client.post(address)
    assert answer.status_code == 302, text(answer)
    assert re.fullmatch("/oficina/aprobar/[0-9a-f-]{36}/", answer["Location"])
    return str(answer["Location"])


def enter_pin(client: Client, where: str, pin: str = cast.PIN) -> Any:
    return client.post(where, {"clave": pin}, follow=True)


def enter_code(client: Client, where: str, who: Member) -> Any:
    return client.post(where, {"codigo": cast.code_sent_to(who)}, follow=True)


def approve_with_key(client: Client, where: str, device: Authenticator) -> Any:
    options = client.post(f"{where}llave/opciones/")
    answer = device.sign(options.content.decode())
    return client.post(f"{where}llave/", {"respuesta": answer}, follow=True)


def times_done(who: Member) -> int:
    return AuditEvent.objects.filter(action=DONE, subject=f"member:{who.id}").count()


def test_shows_exactly_what_is_approved_then_asks_for_the_pin_and_the_code() -> None:
    client, who = inside()
    where = ask(client)
    page = text(client.get(where))
    for said in ("$\u00a0500.000 al CDAT a 90 días", "Ahorro a la vista ··4821", "9,50 % E.A."):
        assert said in page
    assert "Enviar código" in page
    page = text(enter_pin(client, where))
    assert "Enviamos un código a tu correo m···@ejemplo.co" in page
    assert "$\u00a0500.000 al CDAT a 90 días" in page
    answer = enter_code(client, where, who)
    assert answer.redirect_chain == [(where, 302), (PAGE, 302)]
    assert times_done(who) == 0
    assert "Listo" in text(client.post(PAGE))
    assert times_done(who) == 1
    ask(client)  # once is once: the same again is asked again
    assert times_done(who) == 1


def test_comes_back_to_the_page_that_asked_with_nothing_in_its_address() -> None:
    client, who = inside()
    address = f"{PAGE}?valor=750000"
    where = ask(client, address)
    assert "$\u00a0750.000 al CDAT" in text(client.get(where))
    enter_pin(client, where)
    assert enter_code(client, where, who).redirect_chain[-1][0] == address
    assert client.get(where)["Location"] == address


def test_what_was_approved_does_not_serve_for_another_amount() -> None:
    client, who = inside()
    where = ask(client)
    enter_pin(client, where)
    enter_code(client, where, who)
    ask(client, f"{PAGE}?valor=5000000")
    assert times_done(who) == 0


def test_a_change_between_the_look_and_the_deed_voids_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client, who = inside()
    where = ask(client)
    enter_pin(client, where)
    enter_code(client, where, who)
    only = Approval.objects.get(member=who)
    looked_up = "minga.doors.web.tests.approving.approval_of"
    monkeypatch.setattr(looked_up, lambda *_: only.id)
    assert "Cambió" in text(client.post(f"{PAGE}?valor=5000000"))
    assert times_done(who) == 0
    only.refresh_from_db()
    assert only.voided_why == "changed"
    closed = client.get(where)
    assert closed.status_code == 410
    assert "Algo cambió y ya no es lo que aprobaste." in text(closed)


def test_approves_with_a_passkey() -> None:
    client, who = inside()
    device = Authenticator()
    add(client, device)
    where = ask(client)
    assert "Aprobar con llave de acceso" in text(client.get(where))
    answer = approve_with_key(client, where, device)
    assert answer.redirect_chain == [(where, 302), (PAGE, 302)]
    client.post(PAGE)
    assert times_done(who) == 1


def test_says_the_same_whatever_is_wrong_with_a_signature() -> None:
    client, _ = inside()
    add(client, Authenticator())
    where = ask(client)
    for device in (Authenticator(), Authenticator(origin="https://mal.example")):
        page = approve_with_key(client, where, device)
        assert page.redirect_chain == [(f"{where}?aviso=llave", 302)]
        assert "No aprobamos nada con esa llave." in text(page)
    assert client.post(f"{where}llave/", {})["Location"] == f"{where}?aviso=llave"


def test_offers_no_passkey_to_whoever_has_none_or_at_another_address() -> None:
    client, _ = inside()
    assert "llave" not in text(client.get(ask(client)))
    where = ask(client)
    page = client.get(where, HTTP_HOST="127.0.0.1:8000")
    assert "Aprobar con llave" not in text(page)
    assert client.post(f"{where}llave/opciones/", HTTP_HOST="127.0.0.1:8000").status_code == 404


def test_only_the_very_session_sees_it() -> None:
    client, who = inside()
    where = ask(client)
    OfficeSession.objects.filter(member=who).update(started_at=clock.now() - timedelta(minutes=9))
    stranger = visitors.browser(HTTP_HOST=HOST)
    paths = [where, f"{where}llave/", f"{where}llave/opciones/"]
    for path in paths:
        answer = stranger.post(path, {"clave": cast.PIN, "respuesta": "{}"})
        assert answer["Location"].startswith("/ingreso/")
    other, _ = inside()
    for path in paths:
        assert other.post(path, {"clave": cast.PIN, "respuesta": "{}"}).status_code == 404
    again = visitors.browser(HTTP_HOST=HOST)
    again.cookies["minga_equipo"] = client.cookies["minga_equipo"].value
    visitors.identify(again, who.document_number)
    visitors.enter_pin(again)
    assert again.get("/oficina/").status_code == 200
    for path in paths:
        assert again.post(path, {"clave": cast.PIN, "respuesta": "{}"}).status_code == 404
    assert again.get(where).status_code == 404
    assert client.get("/oficina/aprobar/" + str(ids.uuid7()) + "/").status_code == 404


def test_takes_no_form_without_its_token() -> None:
    client, _ = inside()
    where = ask(client)
    plain = Client(enforce_csrf_checks=True, HTTP_HOST=HOST)
    plain.cookies["minga_sesion"] = client.cookies["minga_sesion"].value
    for path in (where, f"{where}llave/", f"{where}llave/opciones/"):
        assert plain.post(path, {"clave": cast.PIN}).status_code == 403
    assert Approval.objects.get(id=where.split("/")[-2]).pin_ok_at is None


def test_a_wrong_pin_says_how_many_are_left_and_three_end_it() -> None:
    client, who = inside()
    where = ask(client)
    page = enter_pin(client, where, WRONG)
    assert page.status_code == 422
    assert "La clave no coincide. Te quedan 2 intentos." in text(page)
    enter_pin(client, where, WRONG)
    page = enter_pin(client, where, WRONG)
    assert page.status_code == 410
    assert "Usaste todos los intentos de la clave." in text(page)
    assert Enrolment.objects.get(member=who).failures == 3
    page = client.get(ask(client))
    assert "Bloqueamos tu acceso por seguridad hasta las" in text(page)
    assert "Enviar código" not in text(page)


def test_a_pin_that_is_disabled_ends_the_session() -> None:
    client, who = inside()
    where = ask(client)
    Credential.objects.filter(member=who).update(failures=9)
    page = enter_pin(client, where, WRONG)
    assert page.status_code == 403
    assert "Tu acceso está bloqueado" in text(page)
    assert client.get("/oficina/")["Location"].startswith("/ingreso/")


def test_a_wrong_code_and_another_one() -> None:
    client, who = inside()
    where = ask(client)
    enter_pin(client, where)
    page = client.post(where, {"codigo": cast.wrong(cast.code_sent_to(who))})
    assert (page.status_code, "El código no coincide. Te quedan 2" in text(page)) == (422, True)
    page = client.post(where, {"resend": "1"})
    assert "segundos y pide otro código" in text(page)
    Approval.objects.filter(member=who).update(code_sent_at=clock.now() - timedelta(seconds=61))
    assert client.post(where, {"resend": "1"})["Location"] == where
    assert enter_code(client, where, who).redirect_chain[-1][0] == PAGE


@pytest.mark.parametrize("typed", ["", "12", "abcd"])
def test_asks_again_for_what_is_no_pin_or_code(typed: str) -> None:
    client, _ = inside()
    where = ask(client)
    assert client.post(where, {"clave": typed}).status_code == 422
    enter_pin(client, where)
    assert client.post(where, {"codigo": typed}).status_code == 422


def test_says_that_it_is_too_late() -> None:
    client, who = inside()
    where = ask(client)
    Approval.objects.filter(member=who).update(expires_at=clock.now())
    page = client.get(where)
    assert page.status_code == 410
    assert "Pasó mucho tiempo. No hicimos nada." in text(page)
    assert client.post(where, {"clave": cast.PIN}).status_code == 410
    assert f'href="{PAGE}"' in text(page)


def test_says_that_money_is_held() -> None:
    client, who = inside()
    until = clock.now() + timedelta(hours=20)
    money_holds.hold(who.id, why="pin_recovered", until=until, at=clock.now())
    page = client.post(f"{PAGE}?sale=1")
    assert page.status_code == 403
    assert "Tu dinero está protegido por ahora" in text(page)
    ask(client)


def test_in_the_strict_profile_says_what_is_needed() -> None:
    client, _ = inside()
    Parameter.objects.filter(key="access.profile").update(value="1")
    where = ask(client)
    page = text(client.get(where))
    assert "Enviar código" not in page
    assert "agrega una llave de acceso" in page
    assert enter_pin(client, where).status_code == 200
    assert Approval.objects.get(id=where.split("/")[-2]).pin_ok_at is None


def test_takes_a_long_secret_as_text() -> None:
    client, who = inside()
    Credential.objects.filter(member=who).update(is_long=True)
    page = text(client.get(ask(client)))
    assert "Son 4 números" not in page
    assert "Enviar código" in page


@pytest.mark.parametrize("planted", ["https://mal.example/", "//mal.example/", "oficina/", ""])
def test_leads_to_no_page_of_somebody_else(planted: str) -> None:
    with pytest.raises(ValueError, match="no page of ours"):
        approve.start_approval(None, intent_of("1"), planted)  # type: ignore[arg-type]


def test_every_address_of_an_approval_was_tried() -> None:
    assert len(approval_urls.urlpatterns) == 3
