"""Movements of another system's accounts into the books: the history members will read."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import psycopg
from django.db import DataError, connection, transaction

from minga.audit.record import record
from minga.kit import clock, sql
from minga.kit.csv_file import CsvFile, inspect
from minga.kit.import_report import ImportResult, OnProblem, OnProgress, take_turn
from minga.ledger import former, history
from minga.savings import movement_rows, movement_staging
from minga.savings.movement_words import problem_of

COLUMNS = movement_staging.COLUMNS
ACTOR = "system:import"
READING_SHARE = 3  # of ten parts, reading takes about three and writing the rest
_LINES = "SELECT count(*), bool_or(btrim(referencia) = '') FROM movement_line"
_REFUSED = """
SELECT count(DISTINCT line) FROM (SELECT line FROM movement_problem
                                  UNION ALL SELECT line FROM history_refusal) t
"""
_TOLD = Path(__file__).with_name("sql") / "told.sql"


def import_movements(
    *,
    path: Path,
    at: datetime,
    on_problem: OnProblem,
    on_progress: OnProgress = lambda done, of: None,
    skip_invalid: bool = False,
    dry_run: bool = False,
    remembered: Sequence[str] = (),
) -> ImportResult:
    """Posts the movements of a file that are not in the books yet, in one transaction.

    Those of term deposits, and of the products of other rooms that `remembered` queries tell (see
    `movement_rows.REMEMBERED`), are kept for their members to read and posted nowhere: their
    balance came with the product.

    Dr/Cr: `C` Dr MIGRATION / Cr the account; `D` Dr the account / Cr MIGRATION. Order within an
    account: by day, then as the file tells it (backwards when it tells the newest first), after
    what the account has already. `saldo` must be what that order leaves, and no account is left
    below its floor. Raises UnreadableFile, ImportRunning; problems and options are as in
    `members.import_members`. Memory does not grow with the file.
    """
    file = inspect(path, COLUMNS)
    result = ImportResult(notices=file.notices)
    today = clock.business_date(at)
    with transaction.atomic(durable=True):
        take_turn()
        history.open_history()
        plain, unread = movement_staging.load(
            file, lambda done, of: on_progress(done * READING_SHARE, of * 10)
        )
        for problem in unread:
            on_problem(problem)
        told = (movement_rows.REMEMBERED, *remembered)
        is_plain = plain and not file.has_control
        plan, former_plan = _plan(today, told, plain=is_plain, skip_invalid=skip_invalid)
        result.created = plan.planned + former_plan.planned
        result.present = plan.replayed + former_plan.replayed
        result.refused = len(unread) + sql.one(_REFUSED, [])[0]
        _tell(on_problem, today)
        if plan.late:
            result.notices.append(_late(plan.late))
        if result.settle(skip_invalid=skip_invalid, dry_run=dry_run):
            _post(file, at, result, on_progress)
        history.close_history()
        former.clear()
        movement_staging.clear()
        transaction.set_rollback(not result.written)
    return result


def _plan(
    today: date, told: Sequence[str], *, plain: bool, skip_invalid: bool
) -> tuple[history.Plan, former.Remembered]:
    lines, without_reference = sql.one(_LINES, [])
    movement_rows.read_days(today)
    found = _plain_plan(lines, told, bool(without_reference)) if plain else None
    remembered = former.Remembered(0, 0)
    if found is None:
        movement_rows.clean()
        accounts = movement_rows.find_accounts("movement_clean", told)
        rows, of_products = movement_rows.checked_rows()
        found = history.plan(accounts, rows, without_reference=bool(without_reference)), rows
        if movement_rows.names_products():
            remembered = former.plan(of_products, movement_rows.BAD_LINES)
    plan, rows = found
    while skip_invalid and plan.refused:
        plan = history.plan([], rows, without_reference=bool(without_reference))
    return plan, remembered


class _NotPlain(Exception):
    """Some lines were left out: they must be looked at."""


def _plain_plan(
    lines: int, told: Sequence[str], without_reference: bool
) -> tuple[history.Plan, str] | None:
    """The plan of a file whose every cell is written the plain way; None when one is not."""
    try:
        with transaction.atomic():
            accounts = movement_rows.find_accounts("movement_line", told)
            rows = movement_rows.plain_rows()
            plan = history.plan(accounts, rows, without_reference=without_reference)
            if plan.planned + plan.replayed + plan.refused < lines:
                raise _NotPlain
            return plan, rows
    except (psycopg.DataError, DataError, _NotPlain):
        return None


def _tell(on_problem: OnProblem, today: date) -> None:
    with psycopg.Cursor(connection.connection) as cursor:
        for told in cursor.stream(_TOLD.read_bytes()):
            on_problem(problem_of(told, today))


def _post(file: CsvFile, at: datetime, result: ImportResult, on_progress: OnProgress) -> None:
    if not result.created:
        return
    if former.is_planned():
        former.keep(at)
    history.post_plan(
        actor=ACTOR,
        on_progress=lambda done, of: on_progress(
            of * READING_SHARE + done * (10 - READING_SHARE), of * 10
        ),
    )
    record(
        at=at, actor=ACTOR, action="import_movements", subject=file.path.name[:80],
        detail={"created": result.created, "sha256": file.digest},
    )  # fmt: skip


def _late(count: int) -> str:
    return (
        f"Movimientos de días anteriores al último que su cuenta ya tenía: {count}. Quedan en su "
        "día, y el saldo de cada línea es el que había al registrarla."
    )
