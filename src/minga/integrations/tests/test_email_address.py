"""EMAIL_URL, read strictly."""

import pytest

from minga.integrations import email
from minga.integrations.address import BadAddress


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtp://correo.ejemplo.co", 25),
        ("smtp+tls://correo.ejemplo.co", 587),
        ("smtps://correo.ejemplo.co", 465),
        ("smtp://127.0.0.1:2525", 2525),
        ("smtp://[::1]:2525/", 2525),
    ],
)
def test_knows_the_usual_port_of_each_scheme(url: str, port: int) -> None:
    assert email.parse(url).port == port


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://127.0.0.1:2525", "no-responder@localhost"),
        ("smtp://correo.ejemplo.co", "no-responder@correo.ejemplo.co"),
        ("smtps://oficina%40ejemplo.co:x@correo.co", "oficina@ejemplo.co"),
        ("smtps://u:x@correo.co?from=avisos%2Bx@ejemplo.co", "avisos+x@ejemplo.co"),
        ("smtps://u:x@correo.co?from=avisos+x@ejemplo.co", "avisos+x@ejemplo.co"),
    ],
)
def test_knows_in_whose_name_to_write(url: str, sender: str) -> None:
    assert email.parse(url).sender == sender


def test_reads_percent_signs_in_the_password() -> None:
    assert email.parse("smtps://u:a%40b%3Ac%25@correo.co").password == "a@b:c%"


@pytest.mark.parametrize(
    "url",
    [
        "correo.ejemplo.co:25",
        "http://correo.ejemplo.co",
        "smtp://",
        "smtp://:25",
        "smtp://correo.ejemplo.co:no",
        "smtp://correo.ejemplo.co:0",
        "smtp://correo.ejemplo.co:70000",
        "smtp://correo.ejemplo.co/bandeja",
        "smtp://correo ejemplo.co",
        "smtp://correo.ejemplo.co\n",
        "smtp://correo.ejemplo.co#x",
        "smtp://correo.ejemplo.co?de=a@b.co",
        "smtp://correo.ejemplo.co?from=a@b.co&from=c@d.co",
        "smtp://correo.ejemplo.co?from=nadie",
        "smtps://solo@correo.ejemplo.co",
        "smtps://:clave@correo.ejemplo.co",
        "smtps://u:50%@correo.ejemplo.co",
        "smtps://u:contraseña@correo.ejemplo.co",
        "smtps://u:contrase%C3%B1a@correo.ejemplo.co",
        "smtp://u:clave@correo.ejemplo.co",
        "smtp://u:clave@10.0.0.5",
    ],
)
def test_refuses_what_is_not_plainly_a_mail_server(url: str) -> None:
    with pytest.raises(BadAddress, match=r"^EMAIL_URL: "):
        email.parse(url)


def test_a_password_may_go_unencrypted_inside_this_machine_only() -> None:
    assert email.parse("smtp://u:clave@127.0.0.1:2525").user == "u"
    with pytest.raises(BadAddress, match="sin cifrar"):
        email.parse("smtp://u:clave@correo.ejemplo.co")


@pytest.mark.parametrize(
    "url", ["smtps://u:Rábano7 @h.co", "smtp://u:Rábano7@h.co", "ftp://u:Rábano7@h.co"]
)
def test_the_refusal_does_not_repeat_the_password(url: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        email.parse(url)
    assert "bano7" not in str(refusal.value)
    assert refusal.value.__cause__ is None
