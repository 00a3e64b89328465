"""The page «Clave», and the cookies it gives."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from minga.access.models import Credential
from minga.access.pin_signer import SignerBusy, signer
from minga.access.signer.client import SocketPinSigner
from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser, enter_code, enter_pin, identify, text
from minga.kit import clock
from minga.members.models import Member

pytestmark = pytest.mark.django_db
PAGE = "/ingreso/clave/"
WRONG = "8306"


def at_the_pin() -> tuple[Any, Member]:
    client, who = browser(), cast.registered()
    identify(client, who.document_number)
    enter_code(client, who)
    return client, who


def test_shows_image_and_word_and_asks_in_the_leaflets_words() -> None:
    client, _ = at_the_pin()
    page = client.get(PAGE).content.decode()
    for words in (cast.PHRASE, 'alt="girasol"', ">Clave</label>", ">Ingresar</button>"):
        assert words in page


def test_opens_the_office_and_gives_two_cookies_out_of_scripts_reach() -> None:
    client, _ = at_the_pin()
    assert enter_pin(client)["Location"] == "/ingreso/pregunta/"
    answer = visitors.answer_question(client)
    assert answer["Location"] == "/oficina/"
    session, known = answer.cookies["minga_sesion"], answer.cookies["minga_equipo"]
    for cookie in (session, known):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert not cookie["secure"]
    assert session["max-age"] == ""
    assert known["max-age"] == 180 * 24 * 3600
    assert answer.cookies["minga_ingreso"]["max-age"] == 0
    assert client.get("/oficina/").status_code == 200


def test_ties_the_cookies_to_https_and_to_the_host_where_there_is_https() -> None:
    client, who = browser(), cast.registered()
    answer = visitors.sign_in(client, who, secure=True)
    assert {"__Host-minga_sesion", "__Host-minga_equipo"} <= set(answer.cookies)
    for name, cookie in answer.cookies.items():
        if name.startswith("__Host-"):
            assert cookie["secure"]
            assert cookie["domain"] == ""
    assert client.get("/oficina/", secure=True).status_code == 200
    client.cookies["minga_sesion"] = client.cookies["__Host-minga_sesion"].value
    del client.cookies["__Host-minga_sesion"]
    assert client.get("/oficina/", secure=True).status_code == 302


def test_changes_the_session_and_the_form_token_at_every_sign_in() -> None:
    client, who = browser(), cast.registered()
    client.cookies["minga_sesion"] = "planted"
    client.get("/ingreso/")
    before = client.cookies["csrftoken"].value
    first = visitors.sign_in(client, who).cookies["minga_sesion"].value
    assert client.cookies["csrftoken"].value != before
    client.post("/salir/")
    identify(client, who.document_number)
    second = enter_pin(client).cookies["minga_sesion"].value
    assert len({first, second, "planted"}) == 3


def test_counts_wrong_pins_in_words_and_never_writes_one_back() -> None:
    client, _ = at_the_pin()
    answer = enter_pin(client, WRONG)
    assert answer.status_code == 422
    assert "La clave no coincide. Te quedan 2 intentos." in text(answer)
    assert f'value="{WRONG}"' not in text(answer)
    assert "La clave no coincide. Te queda 1 intento." in text(enter_pin(client, WRONG))


def test_says_until_when_it_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, cast.later(minutes=4, seconds=45))
    client, _ = at_the_pin()
    enter_pin(client, WRONG)
    enter_pin(client, WRONG)
    for answer in (enter_pin(client, WRONG), client.get(PAGE), enter_pin(client)):
        assert answer.status_code == 403
        assert f'href="{reverse("web:forgot_pin")}"' in text(answer)
        assert "hasta las 10:06\u00a0a.\u00a0m." in text(answer)
        assert 'name="clave"' not in text(answer)
    visitors.at(monkeypatch, cast.later(minutes=5, seconds=15))
    assert enter_pin(client).status_code == 302


def test_asks_for_a_code_again_when_the_tries_are_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, cast.AT)
    client, who = at_the_pin()
    for seconds in (0, 0, 0, 31, 340):
        visitors.at(monkeypatch, cast.later(seconds=seconds))
        answer = enter_pin(client, WRONG)
    assert answer["Location"] == "/ingreso/?aviso=equipo"
    assert "Usaste todos los intentos" in text(client.get(answer["Location"]))
    assert identify(client, who.document_number)["Location"] == "/ingreso/codigo/"


def test_says_what_to_do_when_the_pin_is_disabled() -> None:
    client, who = at_the_pin()
    Credential.objects.get(member=who).blocks.create(at=clock.now(), why="test")
    for answer in (client.get(PAGE), enter_pin(client)):
        assert answer.status_code == 403
        assert "Ve a la oficina" in text(answer)
        assert "También puedes cambiar tu clave ahora." in text(answer)
        assert f'href="{reverse("web:forgot_pin")}"' in text(answer)


def test_says_so_at_the_very_try_that_disables_the_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    visitors.at(monkeypatch, cast.AT)
    client, who = at_the_pin()
    Credential.objects.filter(member=who).update(failures=5)
    for seconds in (0, 0, 0, 31, 340):
        visitors.at(monkeypatch, cast.later(seconds=seconds))
        answer = enter_pin(client, WRONG)
    assert answer.status_code == 403
    assert "Ve a la oficina" in text(answer)


@pytest.mark.parametrize("typed", ["", "729", "72944", "abcd", "٧٢٩٤"])
def test_counts_nothing_that_is_no_pin(typed: str) -> None:
    client, _ = at_the_pin()
    for _ in range(5):
        assert enter_pin(client, typed).status_code == 422
    assert enter_pin(client).status_code == 302


def test_says_to_wait_when_too_many_sign_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(**_: object) -> bool:
        raise SignerBusy

    client, _ = at_the_pin()
    monkeypatch.setattr(signer(), "check", busy)
    answer = enter_pin(client)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Espera unos segundos" in text(answer)


def test_lets_nobody_in_while_the_signer_is_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client, who = at_the_pin()
    nobody = SocketPinSigner(tmp_path / "nothing", frozenset())
    with monkeypatch.context() as patched:
        patched.setattr("minga.access.enter_pin.signer", lambda: nobody)
        for pin in (WRONG, cast.PIN):
            answer = enter_pin(client, pin)
            assert answer.status_code == 503
            assert "minga_sesion" not in answer.cookies
    assert Credential.objects.get(member=who).failures == 0
    assert enter_pin(client).status_code == 302


def test_tells_the_last_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    client, who = browser(), cast.registered()
    visitors.at(monkeypatch, cast.AT)
    visitors.sign_in(client, who)
    assert "Tu último ingreso" not in text(client.get("/oficina/"))
    visitors.at(monkeypatch, cast.AT + timedelta(days=1))
    identify(client, who.document_number)
    enter_pin(client)
    said = (
        "Tu último ingreso: 23 de noviembre de 2026 a las 10:00\u00a0a.\u00a0m., por el portal web."
    )
    assert said in text(client.get("/oficina/"))


def test_tells_what_the_last_sign_in_was_made_with_and_that_it_was_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitors.at(monkeypatch, cast.AT)
    client = browser(headers={"User-Agent": "Mozilla/5.0 (Android 16) Firefox/140"})
    who = cast.registered()
    visitors.sign_in(client, who)
    visitors.at(monkeypatch, cast.AT + timedelta(days=1))
    elsewhere: Any = {"REMOTE_ADDR": "198.51.100.9"}
    identify(client, who.document_number, **elsewhere)
    enter_pin(client, **elsewhere)
    here = text(client.get("/oficina/"))
    assert (
        "por el portal web, con Firefox en Android, desde otra dirección de internet." not in here
    )
    assert "por el portal web, con Firefox en Android." in here
    there = text(client.get("/oficina/", **elsewhere))
    assert "por el portal web, con Firefox en Android, desde otra dirección de internet." in there
