"""What messages say, and what they never say."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.notices import rules
from minga.notices.compose import KINDS, TEXTS, UnknownKind, compose

CONTEXT = {
    "cooperative": "Cooperativa Los Guaduales",
    "phone": "604 444 0000",
    "name": "Ana",
    "code": "123456",
    "minutes": "5",
    "amount": "$\u00a0150.000",
    "reference": "7F3K2-0418M",
    "hour": "10:42\u00a0a.\u00a0m.",
    "day": "22 nov 2026",
    "device": "Chrome en Android",
    "what": "$\u00a0500.000 al CDAT a 90 días",
    "until": "23 nov 2026, 10:42\u00a0a.\u00a0m.",
    "days": "31",
    "mora": "$\u00a03.200, y crece cada día",
    "collection": "$\u00a012.000",
    "debtor": "Marta",
    "ends": "24 nov 2026",
    "interest": "$\u00a0237.795",
    "retention": "$\u00a09.512",
    "total": "$\u00a010.228.283",
    "does": "renovamos el capital por 90 días; intereses a tu cuenta ··4821",
    "short": "pagamos $\u00a010.228.283",
    "rate": "hoy es 10,00\u00a0% E.A.; vale la del día en que se renueve",
    "asked": "Así lo pediste",
    "last": "23 nov 2026",
    "link": "https://oficina.ejemplo.co/clave/enlace/Zk3-_9x/",
}
CODES = (
    "code_register", "code_browser", "code_recover_pin", "code_recover_questions", "code_approve",
)  # fmt: skip
WAY_IN = ("link_register", "link_browser", "link_recover_questions")
WITH_LINK = ("recover_pin_link", *WAY_IN)
WITH_PAGE = ("term_ends_soon",)
WARNING = "Si no lo pediste, no lo abras; nadie de la cooperativa te lo pedir"
NASTY = '<img src=x onerror="alert(1)">'


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_email_and_a_text_message(kind: str) -> None:
    mail, sms = compose(kind, CONTEXT, "email"), compose(kind, CONTEXT, "sms")
    assert mail.subject
    assert mail.text.startswith("Hola, Ana:\n")
    assert CONTEXT["phone"] in mail.text
    assert (sms.subject, sms.html) == ("", "")
    assert sms.text.startswith("Cooperativa Los Guaduales: ")


def test_every_text_belongs_to_a_kind() -> None:
    written = {path.stem for path in TEXTS.iterdir()} - {"footer", "layout", "block_link"}
    assert written == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_html_says_what_the_text_says(kind: str) -> None:
    mail = compose(kind, CONTEXT, "email")
    body = mail.html.partition("</h1>")[2]
    words = re.findall(r"\w+", re.sub(r"<[^>]+>", " ", body))
    assert words == re.findall(r"\w+", mail.text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_leaves_no_placeholder_behind(kind: str, channel: str) -> None:
    composed = compose(kind, CONTEXT, channel)
    assert not re.search(r"\$\w", composed.subject + composed.text + composed.html)


@pytest.mark.parametrize("kind", KINDS)
def test_escapes_everything_that_comes_from_outside(kind: str) -> None:
    honest = Tags(compose(kind, CONTEXT, "email").html)
    planted = compose(kind, dict.fromkeys(CONTEXT, NASTY), "email")
    assert Tags(planted.html).tags == honest.tags
    assert Tags(planted.html).attributes == honest.attributes
    assert Tags(planted.html + NASTY).tags != honest.tags  # the check can fail
    assert "&lt;img" in planted.html


@given(st.text(max_size=200))
def test_a_name_adds_no_line_to_a_message(name: str) -> None:
    plain = compose("registered", CONTEXT, "email")
    mail = compose("registered", CONTEXT | {"name": name or "Ana"}, "email")
    assert len(mail.text.splitlines()) == len(plain.text.splitlines())
    assert "\n" not in mail.subject


def test_a_value_is_not_read_as_a_placeholder() -> None:
    assert "Hola, $code:" in compose("code_browser", CONTEXT | {"name": "$code"}, "email").text


@given(
    st.sampled_from(KINDS),
    st.text(min_size=1, max_size=120),
    st.sampled_from(["", "oficina.ejemplo.co:8000", "a" * 60 + ".co", "mal host", "b" * 300]),
)
def test_a_text_message_is_one_part(kind: str, cooperative: str, host: str) -> None:
    text = compose(kind, CONTEXT | {"cooperative": cooperative, "host": host}, "sms").text
    assert rules.septets(text) <= 160
    assert rules.gsm(text) == text
    assert kind not in CODES or text.count("123456") in (1, 2)


def test_the_longest_money_still_fits_in_a_text_message() -> None:
    amount = "$\u00a09.999.999.999.999.999,99"
    text = compose("transfer_done", CONTEXT | {"amount": amount}, "sms").text
    assert "9.999.999.999.999.999,99" in text
    assert rules.septets(text) <= 160


@pytest.mark.parametrize("kind", ["code_approve", "approved_by_passkey"])
def test_what_is_approved_is_said_whole_however_long_it_is(kind: str) -> None:
    what = "$\u00a09.999.999.999.999.999,99 a " + "w" * 35 + " ··4821"
    for channel in ("email", "sms"):
        text = compose(kind, CONTEXT | {"what": what}, channel).text
        assert (what if channel == "email" else rules.gsm(what)) in text
    assert rules.septets(text) <= rules.SMS_SEPTETS_MAX


@pytest.mark.parametrize("kind", CODES)
def test_a_code_is_tied_to_the_page_when_its_host_is_known(kind: str) -> None:
    text = compose(kind, CONTEXT | {"host": "oficina.ejemplo.co:8443"}, "sms").text
    assert text.splitlines()[-1] == "@oficina.ejemplo.co #123456"
    assert "@" not in compose(kind, CONTEXT, "sms").text


def test_a_notice_is_not_tied_to_anything() -> None:
    text = compose("registered", CONTEXT | {"host": "oficina.ejemplo.co"}, "sms").text
    assert "@" not in text


def test_a_long_name_gives_way_in_whole_words() -> None:
    long = "Cooperativa de Ahorro y Crédito de los Trabajadores del Campo Unidos"
    text = compose("code_browser", CONTEXT | {"cooperative": long, "host": "o.co"}, "sms").text
    assert text.startswith("Cooperativa de Ahorro y Crédito de los Trabajadores del Campo: ")


@pytest.mark.parametrize("kind", CODES)
def test_the_code_stands_out_and_is_not_in_the_subject(kind: str) -> None:
    mail = compose(kind, CONTEXT, "email")
    assert '<p class="code">123456</p>' in mail.html
    assert "\n\n123456\n\n" in mail.text
    assert "123456" not in mail.subject


def test_a_detail_that_is_not_known_is_not_mentioned() -> None:
    known = compose("browser_enrolled", CONTEXT, "email")
    unknown = compose("browser_enrolled", CONTEXT | {"device": ""}, "email")
    assert "Equipo: Chrome en Android" in known.text
    assert "Equipo" not in unknown.text + unknown.html
    without = {name: CONTEXT[name] for name in ("cooperative", "phone", "name")}
    assert "<table>" not in compose("browser_enrolled", without, "email").html


def test_greets_without_a_name_too() -> None:
    assert compose("registered", CONTEXT | {"name": " "}, "email").text.startswith("Hola:\n")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in WITH_LINK + WITH_PAGE])
def test_carries_no_link(kind: str) -> None:
    mail = compose(kind, CONTEXT, "email")
    assert not re.search(r"https?:|www\.|<a\b", mail.text + mail.html)


@pytest.mark.parametrize("kind", WITH_LINK)
def test_carries_the_link_it_was_asked_for_whole(kind: str) -> None:
    link = "https://oficina.ejemplo.co/clave/enlace/" + "a" * 43 + "/"
    mail = compose(kind, CONTEXT | {"link": link}, "email")
    assert f"\n\n{link}\n\n" in mail.text
    assert f'<a href="{link}">{link}</a>' in mail.html
    assert mail.html.count("<a ") == 1
    short = compose(kind, CONTEXT | {"link": link}, "sms").text
    assert link not in mail.subject
    assert (link in short) == (kind in WAY_IN)


@pytest.mark.parametrize("kind", WITH_PAGE)
def test_leads_to_a_page_in_emails_alone_and_only_where_there_is_one(kind: str) -> None:
    link = str(CONTEXT["link"])
    mail = compose(kind, CONTEXT, "email")
    assert f": {link}\n" in mail.text
    assert f': <a href="{link}">{link}</a></p>' in mail.html
    assert mail.html.count("<a ") == 1
    assert link not in compose(kind, CONTEXT, "sms").text + mail.subject
    without = compose(kind, CONTEXT | {"link": ""}, "email")
    assert "http" not in without.text
    assert "<a" not in without.html


@pytest.mark.parametrize("kind", WAY_IN)
def test_a_link_instead_of_a_code_warns_and_fits_in_a_text_message(kind: str) -> None:
    link = "https://oficina.cooperativa-larga.coop.co/entrar/" + "a" * 22 + "/"
    short = compose(kind, CONTEXT | {"link": link}, "sms").text
    assert f" {link} " in short
    assert rules.septets(short) <= rules.SMS_SEPTETS_MAX
    for text in (short, compose(kind, CONTEXT, "email").text):
        assert WARNING in text


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_a_missing_word_is_not_sent_empty(channel: str) -> None:
    without = {name: CONTEXT[name] for name in CONTEXT if name != "code"}
    with pytest.raises(KeyError):
        compose("code_browser", without, channel)


def test_refuses_a_kind_nobody_wrote() -> None:
    with pytest.raises(UnknownKind):
        compose("../secrets", CONTEXT, "email")
