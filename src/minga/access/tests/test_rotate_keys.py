"""New keys for old, while the office works and whatever happens in between."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from minga.access import answer_question, enter_pin, reseal, sealed_records
from minga.access.models import Credential, Flow, FlowKind, SealedAnswer, Stage
from minga.access.pin_gate import WrongPin
from minga.access.pin_signer import KeyKind, Purpose, SealedSecret, SignerAway
from minga.access.rotate_keys import Rotation, RotationRunning, forget_retired, rotate_keys
from minga.access.signer.keyring import Keyring
from minga.access.signer.vault import PinVault
from minga.access.tests import cast
from minga.access.tests.cast import AT, PIN
from minga.audit.models import AuditEvent
from minga.members.models import Member

pytestmark = pytest.mark.django_db
OUTER, INNER = KeyKind.OUTER, KeyKind.INNER


class CutOff(Exception):
    """The power went."""


@pytest.fixture(autouse=True)
def nothing_sealed() -> None:
    """Records of other tests are sealed with other keys."""
    Flow.objects.all().delete()
    SealedAnswer.objects.all().delete()
    Credential.objects.all().delete()


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PinVault:
    """A signer of this test alone, which everybody in it asks."""
    Keyring(tmp_path / "signer").make_first()
    made = PinVault.of(tmp_path / "signer")
    for module in (enter_pin, answer_question, reseal, cast):
        monkeypatch.setattr(module, "signer", lambda: made)
    return made


def rotate(
    vault: PinVault,
    wait: Callable[[float], None] = lambda _: None,
    *,
    new_outer: bool = False,
    new_inner: bool = False,
) -> Rotation:
    return rotate_keys(
        keeper=vault, actor="cli:keys", at=AT, wait=wait, late_s=30, new_outer=new_outer,
        new_inner=new_inner,
    )  # fmt: skip


def seal(vault: PinVault, who: Member, pin: str = PIN) -> SealedSecret:
    return vault.seal(subject=who.id, secret=pin, purpose=Purpose.PIN)


def opens(vault: PinVault, who: Member, pin: str = PIN) -> bool:
    sealed = SealedSecret(bytes(Credential.objects.get(member=who).sealed_pin or b""))
    return vault.check(subject=who.id, secret=pin, purpose=Purpose.PIN, sealed=sealed)


def registering(vault: PinVault, who: Member) -> Flow:
    """A registration that waits for its last step."""
    return Flow.objects.create(
        token_digest=who.id.bytes, kind=FlowKind.REGISTER, stage=Stage.SECURITY, subject=b"s",
        member=who, sealed_pin=seal(vault, who), started_at=AT, expires_at=AT,
    )  # fmt: skip


def keys(vault: PinVault, kind: KeyKind, *, retired: bool = False) -> list[int]:
    return [
        one.number for one in vault.key_states() if one.kind == kind and one.is_retired == retired
    ]


def test_wraps_every_record_and_retires_the_old_key(vault: PinVault) -> None:
    who = cast.registered()
    flow = registering(vault, cast.member())
    done = rotate(vault)
    assert (done.newest, done.wrapped, done.broken) == (2, 3, [])
    assert done.retired == [(OUTER, 1)]
    assert keys(vault, OUTER) == [2]
    assert keys(vault, OUTER, retired=True) == [1]
    assert sealed_records.counted(OUTER) == {2: 3}
    assert opens(vault, who)
    flow.refresh_from_db()
    assert flow.sealed_pin is not None


def test_knows_the_same_secret_and_no_other_afterwards(vault: PinVault) -> None:
    who = cast.registered()
    rotate(vault)
    assert not opens(vault, who, "8306")
    answer = SealedSecret(bytes(SealedAnswer.objects.get(credential=who.id).sealed))
    assert vault.check(subject=who.id, secret="aurelio", purpose=Purpose.ANSWER, sealed=answer)


def test_asks_nothing_of_the_member(vault: PinVault) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    rotate(vault)
    person.identify(who.document_number)
    person.enter(PIN)


def test_goes_on_where_it_was_cut_off(vault: PinVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.access.rotate_keys.BATCH", 1)
    people = [cast.registered() for _ in range(3)]
    real, batches = vault.rewrap, iter(range(10))

    def fails(records: Sequence[tuple[UUID, SealedSecret]]) -> list[SealedSecret | None]:
        if next(batches) == 2:
            raise SignerAway
        return real(records)

    monkeypatch.setattr(vault, "rewrap", fails)
    with pytest.raises(SignerAway):
        rotate(vault)
    assert sealed_records.counted(OUTER) == {1: 4, 2: 2}
    assert keys(vault, OUTER) == [1, 2]
    assert all(opens(vault, who) for who in people)
    monkeypatch.setattr(vault, "rewrap", real)
    done = rotate(vault)
    assert (done.newest, done.wrapped) == (2, 4)
    assert keys(vault, OUTER) == [2]
    assert all(opens(vault, who) for who in people)


def test_goes_on_when_it_was_cut_off_before_retiring(vault: PinVault) -> None:
    who = cast.registered()

    def cut(_: float) -> None:
        raise CutOff

    with pytest.raises(CutOff):
        rotate(vault, wait=cut)
    assert keys(vault, OUTER) == [1, 2]
    assert rotate(vault).retired == [(OUTER, 1)]
    assert opens(vault, who)


def test_takes_what_was_sealed_before_and_kept_late(vault: PinVault) -> None:
    who = cast.registered()
    late = seal(vault, who, "4917")

    def keep_late(_: float) -> None:
        Credential.objects.filter(member=who).update(sealed_pin=late)

    done = rotate(vault, wait=keep_late)
    assert (done.wrapped, done.retired) == (3, [(OUTER, 1)])
    assert opens(vault, who, "4917")


def test_would_lose_a_late_record_without_the_second_look(
    vault: PinVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = cast.registered()
    late = seal(vault, who, "4917")
    rotate(vault)
    Credential.objects.filter(member=who).update(sealed_pin=late)
    assert not opens(vault, who, "4917")
    # And the next run finds it: the key is brought back, and goes again when nothing names it.
    done = rotate(vault)
    assert (done.wrapped, done.retired) == (1, [(OUTER, 1)])
    assert opens(vault, who, "4917")


def test_keeps_a_pin_that_is_changed_in_between(
    vault: PinVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = cast.registered()
    real = vault.rewrap

    def change_meanwhile(
        records: Sequence[tuple[UUID, SealedSecret]],
    ) -> list[SealedSecret | None]:
        done = real(records)
        Credential.objects.filter(member=who).update(sealed_pin=seal(vault, who, "4917"))
        return done

    monkeypatch.setattr(vault, "rewrap", change_meanwhile)
    rotate(vault)
    assert opens(vault, who, "4917")
    assert not opens(vault, who)


def test_lets_in_whose_record_is_wrapped_while_the_pin_is_checked(
    vault: PinVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    person.identify(who.document_number)
    real = vault.check

    def rotate_meanwhile(**asked: object) -> bool:
        answer = real(**asked)  # type: ignore[arg-type]
        rotate(vault)
        return answer

    monkeypatch.setattr(vault, "check", rotate_meanwhile)
    person.enter(PIN)


def test_takes_up_a_database_from_before_the_rotation(vault: PinVault) -> None:
    who = cast.registered()
    before = bytes(Credential.objects.get(member=who).sealed_pin or b"")
    rotate(vault)
    Credential.objects.filter(member=who).update(sealed_pin=before)
    assert not opens(vault, who)
    done = rotate(vault)
    assert (done.newest, done.wrapped) == (2, 1)
    assert opens(vault, who)
    assert keys(vault, OUTER) == [2]


def test_does_not_retire_a_key_while_a_record_of_another_member_stays(vault: PinVault) -> None:
    victim, insider = cast.registered(), cast.registered()
    mine = bytes(Credential.objects.get(member=insider).sealed_pin or b"")
    Credential.objects.filter(member=victim).update(sealed_pin=mine)
    done = rotate(vault)
    assert [(row.place.name, row.pk) for row in done.broken] == [
        ("access_credential.sealed_pin", victim.id)
    ]
    assert done.retired == []
    assert keys(vault, OUTER) == [1, 2]
    assert bytes(Credential.objects.get(member=victim).sealed_pin or b"") == mine
    assert not opens(vault, victim)
    # The way out: the member recovers the PIN, and the next run goes through.
    Credential.objects.filter(member=victim).update(sealed_pin=seal(vault, victim))
    assert rotate(vault).retired == [(OUTER, 1)]


def test_makes_another_key_on_demand_before_the_last_rotation_is_done(vault: PinVault) -> None:
    cast.registered()
    vault.add(OUTER)
    done = rotate(vault, new_outer=True)
    assert done.newest == 3
    assert done.retired == [(OUTER, 1), (OUTER, 2)]


def test_seals_with_a_new_inner_key_when_the_member_comes_back(vault: PinVault) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    rotate(vault, new_inner=True)
    assert sealed_records.counted(INNER) == {1: 2}
    person.identify(who.document_number)
    person.enter(PIN)
    assert sealed_records.counted(INNER) == {1: 1, 2: 1}
    assert opens(vault, who)
    assert keys(vault, INNER) == [1, 2]


def test_retires_an_inner_key_that_no_record_names_any_more(vault: PinVault) -> None:
    who = cast.registered()
    SealedAnswer.objects.all().delete()
    rotate(vault, new_inner=True)
    Credential.objects.filter(member=who).update(sealed_pin=seal(vault, who))
    assert (INNER, 1) in rotate(vault).retired
    assert opens(vault, who)


def test_does_not_seal_anew_after_a_wrong_pin(vault: PinVault) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    vault.add(INNER)
    person.identify(who.document_number)
    with pytest.raises(WrongPin):
        person.enter("8306")
    assert sealed_records.counted(INNER) == {1: 2}


def test_signs_in_although_there_is_no_time_to_seal_anew(
    vault: PinVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, person = cast.registered(), cast.stranger()
    person.sign_in_anew(who)
    vault.add(INNER)
    person.identify(who.document_number)

    def away(**_: object) -> SealedSecret:
        raise SignerAway

    monkeypatch.setattr(vault, "seal", away)
    person.enter(PIN)


def test_forgets_retired_keys_only_when_told(vault: PinVault) -> None:
    cast.registered()
    rotate(vault)
    assert [one.number for one in forget_retired(keeper=vault, actor="cli:keys", at=AT)] == [1]
    assert keys(vault, OUTER, retired=True) == []


def test_forgets_no_key_that_a_record_still_names(vault: PinVault) -> None:
    who = cast.registered()
    before = bytes(Credential.objects.get(member=who).sealed_pin or b"")
    rotate(vault)
    Credential.objects.filter(member=who).update(sealed_pin=before)
    assert forget_retired(keeper=vault, actor="cli:keys", at=AT) == []


def test_writes_in_the_trail_what_became_of_each_key(vault: PinVault) -> None:
    rotate(vault)
    forget_retired(keeper=vault, actor="cli:keys", at=AT)
    told = AuditEvent.objects.filter(subject__startswith="key:").order_by("id")
    assert [(one.action, one.subject) for one in told] == [
        ("access.key_added", "key:outer-2"),
        ("access.key_retired", "key:outer-1"),
        ("access.key_forgotten", "key:outer-1"),
    ]


def test_counts_what_is_no_record_under_no_key(vault: PinVault) -> None:
    who = cast.registered()
    Credential.objects.filter(member=who).update(sealed_pin=b"\x01")
    assert sealed_records.counted(OUTER) == {0: 1, 1: 1}
    rotate(vault)


@pytest.mark.usefixtures("committed_db")
def test_refuses_to_run_twice_at_once(vault: PinVault) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def second() -> None:
        try:
            rotate(vault)
        finally:
            connection.close()

    def meanwhile(_: float) -> None:
        with ThreadPoolExecutor(1) as pool, pytest.raises(RotationRunning):
            pool.submit(second).result()

    rotate(vault, wait=meanwhile)
