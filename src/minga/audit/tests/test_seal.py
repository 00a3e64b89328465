"""Sealing and proving the trail, with everything an owner without guards could do to it."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from minga.audit import seal as seal_room
from minga.audit import signing
from minga.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from minga.audit.seal import XactsWentBack
from minga.audit.tests.trails import AT, wait_for_neighbours, without_guards, write
from minga.audit.verify import AuditReport, Break, Broken, KeptOutside, verify
from minga.kit import embedded_postgres
from minga.kit.embedded_postgres import Server

pytestmark = pytest.mark.usefixtures("trail")


def seal(**asked: Any) -> int:
    """Seals what is there, once the tests next door have ended their transactions."""
    wait_for_neighbours()
    return seal_room.seal(**asked)


def proven(**other: Any) -> AuditReport:
    return verify(public_keys=frozenset({signing.public_key()}), **other)


def broken() -> Broken | None:
    return proven().broken


def test_seals_what_is_committed_and_proves_it() -> None:
    write(7)
    assert seal(at=AT, batch=3) == 7
    assert seal(at=AT) == 0
    report = proven()
    assert (report.seals, report.events, report.checkpoints) == (3, 7, 1)
    assert (report.unsealed, report.broken) == (0, None)
    write(2)
    assert proven().unsealed == 2
    assert seal(at=AT) == 2
    assert proven().checkpoints == 2


def test_stops_after_so_many_seals_and_goes_on_at_the_next_turn() -> None:
    write(5)
    assert seal(at=AT, batch=1, batches=2) == 2
    assert seal(at=AT, batch=1) == 3
    assert broken() is None


def test_reads_more_events_than_fit_in_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.audit.chain._READ_AT_ONCE", 2)
    write(9)
    assert seal(at=AT, batch=5) == 9
    assert broken() is None


Plant = Callable[[list[int]], None]


def change_detail(ids: list[int]) -> None:
    without_guards("UPDATE audit_auditevent SET detail = '{\"n\": 77}' WHERE id = %s", ids[4])


def delete_event(ids: list[int]) -> None:
    without_guards("DELETE FROM audit_auditevent WHERE id = %s", ids[4])


def delete_last_of_a_seal(ids: list[int]) -> None:
    without_guards("DELETE FROM audit_auditevent WHERE id = %s", ids[5])


def insert_event(ids: list[int]) -> None:
    without_guards(
        "INSERT INTO audit_auditevent (id, xact, at, actor, action, subject, result)"
        " SELECT -1, xact, at, 'x', 'x', 'x', 'x' FROM audit_auditevent WHERE id = %s",
        ids[4],
    )


def forge_root(ids: list[int]) -> None:
    without_guards("UPDATE audit_auditseal SET root = sha256('x') WHERE number = 2")


def forge_total(ids: list[int]) -> None:
    without_guards("UPDATE audit_auditseal SET total = 1000 WHERE number = 2")


def forge_marks(ids: list[int]) -> None:
    without_guards("UPDATE audit_auditseal SET marks = reverse(marks) WHERE number = 2")


def delete_seal(ids: list[int]) -> None:
    without_guards("DELETE FROM audit_auditseal WHERE number = 2")


def cut_tail(ids: list[int]) -> None:
    without_guards("DELETE FROM audit_auditevent WHERE id >= %s", ids[6])


def cut_tail_and_seals(ids: list[int]) -> None:
    cut_tail(ids)
    without_guards("DELETE FROM audit_auditseal WHERE number = 3")


def sign_with_another_key(ids: list[int]) -> None:
    without_guards("UPDATE audit_auditcheckpoint SET public_key = sha256('x')")


def forge_signature(ids: list[int]) -> None:
    without_guards("UPDATE audit_auditcheckpoint SET signature = sha512('x')")


@pytest.mark.parametrize(
    ("plant", "why", "number", "place"),
    [
        (change_detail, Break.EVENT_CHANGED, 2, 4),
        (delete_event, Break.EVENT_DELETED, 2, 5),
        (delete_last_of_a_seal, Break.EVENT_DELETED, 2, None),
        (insert_event, Break.EVENT_INSERTED, 2, "-1"),
        (forge_root, Break.SEAL_FORGED, 2, None),
        (forge_total, Break.SEAL_FORGED, 2, None),
        (forge_marks, Break.SEAL_FORGED, 2, None),
        (delete_seal, Break.SEAL_MISSING, 2, None),
        (cut_tail, Break.EVENT_DELETED, 3, None),
        (cut_tail_and_seals, Break.CHECKPOINT_WITHOUT_SEAL, 3, None),
        (sign_with_another_key, Break.STRANGE_KEY, 3, None),
        (forge_signature, Break.CHECKPOINT_FORGED, 3, None),
    ],
)
def test_finds_the_first_place_that_was_touched(
    plant: Plant, why: Break, number: int, place: int | str | None
) -> None:
    ids = write(9)
    seal(at=AT, batch=3)
    assert broken() is None
    plant(ids)
    event_id = ids[place] if isinstance(place, int) else None if place is None else int(place)
    assert broken() == Broken(why, number, event_id)


def test_finds_a_chain_made_anew_by_its_copy_outside() -> None:
    """Whoever has the database and the key signs another past; the copy outside contradicts it."""
    ids = write(9)
    seal(at=AT, batch=3)
    last = AuditSeal.objects.get(number=3)
    kept = KeptOutside(3, bytes(last.root))
    assert proven(kept=kept).broken is None
    change_detail(ids)
    without_guards("TRUNCATE audit_auditseal, audit_auditcheckpoint")
    seal(at=AT, batch=3)
    assert broken() is None
    assert proven(kept=kept).broken == Broken(Break.CUT, 3)
    without_guards("DELETE FROM audit_auditcheckpoint; DELETE FROM audit_auditseal WHERE number=3")
    assert proven(kept=kept).broken == Broken(Break.CUT, 3)


@pytest.fixture
def elsewhere(test_server: Server, test_database: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody else's connection, as the web."""
    login = test_server.conninfo(embedded_postgres.SUPERUSER, test_database)
    with psycopg.connect(**login) as opened:
        yield opened


_EVENT = (
    "INSERT INTO audit_auditevent (at, actor, action, subject, result)"
    " VALUES (now(), 'late', 'x', 'x', 'x')"
)


def test_loses_no_event_of_a_transaction_that_ends_late(
    elsewhere: psycopg.Connection[Any],
) -> None:
    write(2)
    elsewhere.execute(_EVENT)  # an id lower than what others commit meanwhile
    write(3)
    assert seal(at=AT) == 2, "sealed beyond a transaction that is still running"
    elsewhere.commit()
    assert seal(at=AT) == 4
    assert broken() is None
    order = list(AuditEvent.objects.order_by("xact", "id").values_list("actor", flat=True))
    assert order.count("late") == 1
    assert proven().events == 6


def test_seals_a_low_id_that_a_younger_transaction_used(elsewhere: psycopg.Connection[Any]) -> None:
    """Ids are no order of time: this is what sealing by id alone would lose."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")  # the older transaction
        elsewhere.execute(_EVENT)  # the younger one, with the lower id
        write(1)
    assert seal(at=AT) == 1
    elsewhere.commit()
    assert AuditEvent.objects.order_by("id").values_list("actor", flat=True)[0] == "late"
    assert seal(at=AT) == 1
    assert broken() is None


def test_leaves_the_turn_to_a_sealer_at_work(elsewhere: psycopg.Connection[Any]) -> None:
    write(1)
    elsewhere.execute("SELECT pg_advisory_xact_lock(%s)", [seal_room._LOCK])
    assert seal(at=AT) == 0
    elsewhere.rollback()
    assert seal(at=AT) == 1


def test_refuses_to_seal_where_transactions_are_counted_anew() -> None:
    write(1)
    seal(at=AT)
    without_guards("UPDATE audit_auditseal SET to_xact = to_xact + 1000000000")
    with pytest.raises(XactsWentBack):
        seal(at=AT)


@pytest.mark.parametrize("table", ["auditseal", "auditcheckpoint"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {}"])
def test_seals_and_signatures_are_written_once(table: str, statement: str) -> None:
    write(1)
    seal(at=AT)
    with pytest.raises(Exception, match=r"append-only|foreign key"), transaction.atomic():
        connection.cursor().execute(statement.format(f"audit_{table}"))
    assert AuditSeal.objects.count() == AuditCheckpoint.objects.count() == 1


def test_the_web_cannot_say_where_its_events_are_sealed() -> None:
    forged = "INSERT INTO audit_auditevent (at, actor, action, subject, result, xact) VALUES"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {embedded_postgres.WEB}")
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute(f"{forged} (now(), 'x', 'x', 'x', 'x', 3)")


def test_the_web_writes_and_seals() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {embedded_postgres.WEB}")
        write(1)
    wait_for_neighbours()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {embedded_postgres.WEB}")
        try:
            assert seal_room.seal(at=AT) == 1
        finally:
            cursor.execute(f"SET ROLE {embedded_postgres.OWNER}")
    assert broken() is None
