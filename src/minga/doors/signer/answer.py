"""One request in, one reply out. No reply says why something was refused."""

import json

from minga.access.pin_signer import KeyKind, KeyRefused, Purpose, SealedSecret, SignerBusy
from minga.access.signer.protocol import Malformed, Operation, Outcome, Reply, Request
from minga.access.signer.vault import PinVault
from minga.doors.signer.limits import Limits

_REFUSED = Reply(Outcome.REFUSED)


class Clerk:
    """Answers with a vault's keys, within limits."""

    def __init__(self, vault: PinVault, limits: Limits) -> None:
        self._vault = vault
        self._limits = limits

    def answer(self, frame: bytes, *, is_administrator: bool) -> bytes:
        """The reply to a frame. Raises Malformed."""
        request = Request.unpacked(frame)
        if not request.operation.is_for_administrators:
            return self._about_a_secret(request).packed()
        if not is_administrator:
            return _REFUSED.packed()
        try:
            return self._about_keys(request).packed()
        except KeyRefused:
            return _REFUSED.packed()

    def _about_a_secret(self, request: Request) -> Reply:
        purpose, secret = _purpose(request.purpose), _text(request.text)
        admitted = self._limits.admit(request.subject, purpose)
        if admitted != Outcome.DONE:
            return Reply(admitted)
        try:
            if request.operation == Operation.SEAL:
                record = self._vault.seal(subject=request.subject, secret=secret, purpose=purpose)
                return Reply(Outcome.DONE, self._vault.newest_inner, record)
            is_right = self._vault.check(
                subject=request.subject,
                secret=secret,
                purpose=purpose,
                sealed=SealedSecret(request.sealed),
            )
        except SignerBusy:
            return Reply(Outcome.BUSY)
        outcome = Outcome.DONE if is_right else Outcome.NO
        return Reply(outcome, self._vault.newest_inner)

    def _about_keys(self, request: Request) -> Reply:
        if request.operation == Operation.REWRAP:
            (record,) = self._vault.rewrap([(request.subject, SealedSecret(request.sealed))])
            return Reply(Outcome.NO) if record is None else Reply(Outcome.DONE, body=record)
        if request.operation == Operation.KEYS:
            return Reply(Outcome.DONE, body=self._listed())
        words = _text(request.text).split(" ")
        kind = _kind(words[0])
        if request.operation == Operation.ADD:
            return Reply(Outcome.DONE, body=str(self._vault.add(kind)).encode())
        number = _number(words[1:])
        change = {
            Operation.RETIRE: self._vault.retire,
            Operation.RESTORE: self._vault.restore,
            Operation.FORGET: self._vault.forget,
        }[request.operation]
        change(kind, number)
        return Reply(Outcome.DONE)

    def _listed(self) -> bytes:
        return json.dumps(
            [
                (one.kind, one.number, one.since.isoformat(), one.is_retired)
                for one in self._vault.key_states()
            ]
        ).encode()


def _purpose(number: int) -> Purpose:
    try:
        return Purpose(number)
    except ValueError:
        raise Malformed from None


def _kind(word: str) -> KeyKind:
    try:
        return KeyKind(word)
    except ValueError:
        raise Malformed from None


def _number(words: list[str]) -> int:
    if len(words) != 1 or not (words[0].isascii() and words[0].isdigit()):
        raise Malformed
    return int(words[0])


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Malformed from None
