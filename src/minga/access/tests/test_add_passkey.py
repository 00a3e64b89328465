"""«Agregar llave de acceso», another name for it, and «Quitar»."""

import json
from datetime import datetime
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from minga.access import sessions
from minga.access.models import AccessBlock, OfficeSession, Passkey, PasskeyPurpose
from minga.access.passkey_assertion import PasskeyRefused
from minga.access.passkey_challenges import Asked, issue
from minga.access.passkey_making import TooManyPasskeys
from minga.access.passkey_names import default_name
from minga.access.passkey_queries import add_page, passkeys_of
from minga.access.passkey_site import site_of
from minga.access.pin_again import PinNeeded, SignInAgain
from minga.access.pin_gate import BrowserRevoked, PinWaits, WrongPin
from minga.access.policy import policy
from minga.access.remove_passkey import remove_passkey
from minga.access.rename_passkey import NameRefused, NoSuchPasskey, rename_passkey
from minga.access.sessions import SessionOver
from minga.access.tests import cast
from minga.access.tests.authenticator import PRESENT, Authenticator, data, text
from minga.access.tests.cast import AT, PIN, later
from minga.access.tests.passkey_cast import SITE, KeyHolder, inside, sign_in, with_key
from minga.audit.models import AuditEvent
from minga.kit.refusal import Refusal
from minga.members.models import Member

pytestmark = pytest.mark.django_db
WRONG = "8306"


def refused(holder: KeyHolder, answer: str, why: str, at: datetime = AT) -> None:
    with pytest.raises(PasskeyRefused) as refusal:
        holder.keep(answer, at)
    assert refusal.value.why == why
    assert not Passkey.objects.filter(member=holder.who).exists()


def busy(holder: KeyHolder, at: datetime) -> None:
    """The member does something, so that the session lives on."""
    OfficeSession.objects.filter(member=holder.who).update(last_seen_at=at)


def test_keeps_a_key_and_tells_the_member() -> None:
    holder = inside()
    with cast.outbox_watched() as published:
        key = holder.add()
    assert [one.payload["kind"] for one in published] == ["passkey_added"]
    assert bytes(key.credential_id) == holder.device.credential_id
    assert (key.member_id, key.origin, key.name) == (holder.who.id, SITE.origin, "Firefox")
    assert (key.transports, key.is_synced, key.last_used_at) == (["internal"], False, None)
    event = AuditEvent.objects.filter(action="access.add_passkey").latest("id")
    assert (event.result, event.subject) == ("done", f"member:{holder.who.id}")


def test_tells_every_address_on_file() -> None:
    holder = inside()
    Member.objects.filter(id=holder.who.id).update(mobile="+573001234567")
    with cast.outbox_watched() as published:
        holder.add()
    reached = {one.payload["email"] or one.payload["mobile"] for one in published}
    assert reached == {holder.who.email, "+573001234567"}


@pytest.mark.usefixtures("as_web")
def test_needs_no_more_than_the_rights_of_the_web() -> None:
    holder = with_key()
    person = sign_in(holder.device, later(minutes=1), remembers=True)
    (key,) = passkeys_of(holder.who.id)
    rename_passkey(
        member_id=holder.who.id, passkey_id=key.id, name="Otro", by=person.by, at=later(minutes=1)
    )
    remove_passkey(
        session_token=person.session, passkey_id=key.id, by=person.by, at=later(minutes=1)
    )


def test_asks_the_browser_for_a_key_that_is_found_without_a_name_and_verifies_the_person() -> None:
    holder = with_key()
    asked = json.loads(holder.options())
    assert asked["rp"] == {"id": "localhost", "name": "Cooperativa El Samán"}
    assert asked["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip
    assert asked["attestation"] == "none"
    assert data(asked["user"]["id"]) == holder.who.id.bytes
    assert [one["id"] for one in asked["excludeCredentials"]] == [text(holder.device.credential_id)]
    assert len(data(asked["challenge"])) == 32


def test_asks_for_the_pin_when_the_sign_in_was_a_while_ago() -> None:
    holder = inside()
    busy(holder, later(minutes=4))
    holder.options(later(minutes=4, seconds=59))
    with pytest.raises(PinNeeded):
        holder.options(later(minutes=5))
    assert add_page(holder.person.session, "", SITE, later(minutes=5)).proof.asks_pin
    made = holder.device.make(holder.options(later(minutes=5), PIN))
    holder.keep(made, later(minutes=6))


def test_a_wrong_pin_costs_what_it_costs_at_the_sign_in_and_ends_the_sessions_in_the_end() -> None:
    holder = inside()
    refusals: list[type[Refusal]] = []
    for seconds in (0, 1, 2, 32, 332):
        at = later(minutes=10, seconds=seconds)
        busy(holder, at)
        with pytest.raises(Refusal) as refusal:
            holder.options(at, WRONG)
        refusals.append(type(refusal.value))
    assert refusals == [WrongPin, WrongPin, PinWaits, PinWaits, BrowserRevoked]
    with pytest.raises(SessionOver):
        holder.options(later(minutes=16), PIN)
    wrong = AuditEvent.objects.filter(action="access.pin_again", detail__has_key="wrong_pin")
    assert wrong.count() == 5


def test_the_right_pin_does_not_open_while_it_waits() -> None:
    holder = inside()
    busy(holder, later(minutes=9))
    for _ in range(3):
        with pytest.raises(Refusal):
            holder.options(later(minutes=10), WRONG)
    with pytest.raises(PinWaits):
        holder.options(later(minutes=10), PIN)


def test_a_session_of_a_key_in_a_strange_browser_signs_in_again_first() -> None:
    holder = with_key()
    holder.person = sign_in(holder.device)
    holder.options(later(minutes=4))
    busy(holder, later(minutes=8))
    proof = add_page(holder.person.session, "", SITE, later(minutes=8)).proof
    assert (proof.asks_pin, proof.passkey_only) == (False, True)  # or proves it with the key
    for pin in ("", PIN):
        with pytest.raises(SignInAgain):
            holder.options(later(minutes=8), pin)


@pytest.mark.parametrize("token", ["", "guessed"])
def test_refuses_whoever_is_not_inside(token: str) -> None:
    holder = inside()
    made = holder.device.make(holder.options())
    holder.person.session = token
    with pytest.raises(SessionOver):
        holder.options()
    with pytest.raises(SessionOver):
        holder.keep(made)
    with pytest.raises(SessionOver):
        remove_passkey(session_token=token, passkey_id=uuid4(), by=holder.person.by, at=AT)


def test_refuses_an_answer_given_before_too_late_or_in_another_session() -> None:
    holder, other = inside(), inside()
    made = holder.device.make(holder.options())
    refused(other, made, "challenge")
    busy(holder, later(minutes=5))
    refused(holder, made, "challenge", later(minutes=5))
    holder.keep(made)
    again = Authenticator().make(holder.options())
    holder.keep(again)
    with pytest.raises(PasskeyRefused) as refusal:
        holder.keep(again)
    assert refusal.value.why == "challenge"


def test_refuses_an_answer_to_a_sign_ins_challenge() -> None:
    holder = inside()
    asked = Asked(PasskeyPurpose.SIGN_IN, holder.person.session, holder.who.id)
    challenge = issue(asked, policy=policy(AT), at=AT)
    options = json.loads(holder.options()) | {"challenge": text(challenge)}
    refused(holder, holder.device.make(json.dumps(options)), "challenge")


def test_refuses_a_key_made_elsewhere_or_without_verifying_the_person() -> None:
    holder = inside()
    for wrong in (
        Authenticator(origin="http://localhost:9000"),
        Authenticator(rp_id="mal.example"),
        Authenticator(flags=PRESENT),
        Authenticator(is_embedded=True),
        Authenticator(credential_id=b""),
        Authenticator(key=ec.generate_private_key(ec.SECP256R1()), credential_id=b"x" * 1024),
    ):
        refused(holder, wrong.make(holder.options()), "not_verified")
    holder.add()


@pytest.mark.parametrize(
    "statement",
    [
        {"fmt": "tpm", "attStmt": {}},
        {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"x", "x5c": [b"x"]}},
        {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"x"}},
        {"fmt": 7},
        {"fmt": [], "attStmt": 7},
        {"authData": b""},
        {"authData": 7},
    ],
)
def test_reads_no_statement_about_the_device(statement: dict[str, object]) -> None:
    holder = inside()
    refused(holder, holder.device.make(holder.options(), **statement), "not_verified")


@pytest.mark.parametrize("junk", ["", "{}", "[" * 9_000, "x" * 16_001, '{"response": 7}'])
def test_refuses_what_no_browser_sends(junk: str) -> None:
    refused(inside(), junk, "unreadable")


def test_refuses_a_key_that_anybody_added_before() -> None:
    first, second = with_key(), inside()
    second.device = Authenticator(credential_id=first.device.credential_id)
    refused(second, second.device.make(second.options()), "known_already")


def test_refuses_a_member_whose_access_was_blocked_meanwhile() -> None:
    holder = inside()
    made = holder.device.make(holder.options())
    AccessBlock.objects.create(member=holder.who, at=AT, why="member")
    refused(holder, made, "blocked")


def test_lets_a_member_have_ten_and_no_more() -> None:
    holder = inside()
    late = holder.device.make(holder.options())
    for _ in range(10):
        holder.device = Authenticator()
        holder.add()
    with pytest.raises(TooManyPasskeys):
        holder.options()
    with pytest.raises(TooManyPasskeys):
        holder.keep(late)
    names = {one.name for one in passkeys_of(holder.who.id)}
    assert names == {"Firefox", *(f"Firefox {nth}" for nth in range(2, 11))}


def test_names_a_key_as_its_member_says_or_after_its_browser() -> None:
    assert inside().add(name="  Celular  de Marta ").name == "Celular de Marta"
    assert inside().add(name="a" * 41).name == "Firefox"
    assert default_name("nobody knows", {"Llave de acceso"}) == "Llave de acceso 2"


def test_renames_the_members_own_keys_only() -> None:
    holder, stranger = with_key(), with_key()
    (key,) = passkeys_of(holder.who.id)

    def rename(who: KeyHolder, name: str) -> None:
        rename_passkey(member_id=who.who.id, passkey_id=key.id, name=name, by=who.person.by, at=AT)

    rename(holder, "El computador")
    assert passkeys_of(holder.who.id)[0].name == "El computador"
    with pytest.raises(NoSuchPasskey):
        rename(stranger, "Mío")
    for name in ("", " ", "a" * 41, "a\x00b", "a\u202eb"):
        with pytest.raises(NameRefused):
            rename(holder, name)


def test_removes_the_members_own_key_with_the_sessions_it_opened_and_tells_them() -> None:
    holder, stranger = with_key(), with_key()
    (key,) = passkeys_of(holder.who.id)
    elsewhere, here = sign_in(holder.device), sign_in(holder.device)

    def remove(token: str) -> None:
        remove_passkey(session_token=token, passkey_id=key.id, by=holder.person.by, at=AT)

    with pytest.raises(NoSuchPasskey):
        remove(stranger.person.session)
    with cast.outbox_watched() as published:
        remove(here.session)
    assert [one.payload["kind"] for one in published] == ["passkey_removed"]
    assert passkeys_of(holder.who.id) == []
    assert sessions.member_inside(elsewhere.session, AT) is None
    assert sessions.member_inside(here.session, AT) is not None
    with pytest.raises(NoSuchPasskey):
        remove(here.session)


@pytest.mark.parametrize(
    ("origin", "rp_id"),
    [
        ("https://oficina.ejemplo.coop", "oficina.ejemplo.coop"),
        ("https://oficina.ejemplo.coop:8443", "oficina.ejemplo.coop"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", None),
        ("https://192.168.0.7", None),
        ("https://[::1]", None),
        ("https://0x7f.1", None),
        ("http://oficina.ejemplo.coop", None),
        ("https://a_b.example", None),
        ("https://.example", None),
        ("nothing", None),
        ("", None),
    ],
)
def test_makes_keys_where_browsers_do(origin: str, rp_id: str | None) -> None:
    site = site_of(origin, "Cooperativa")
    assert (site.rp_id if site else None) == rp_id
