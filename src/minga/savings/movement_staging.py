"""A file of movements in a temporary table, as text, at the speed of the database's own COPY.

Python only hands the bytes over. What COPY would read otherwise than a spreadsheet means it (lines
that are empty or too long, stray quotes that swallow the next line) is read row by row instead.
"""

from collections.abc import Iterator

import psycopg
from django.db import connection, transaction

from minga.kit.csv_file import CsvFile, Record
from minga.kit.import_report import OnProgress, Problem
from minga.kit.import_rows import wrong_count

COLUMNS = (
    "numero_cuenta", "fecha", "descripcion", "tipo", "valor", "saldo", "referencia",
)  # fmt: skip
_CREATE = (
    "CREATE TEMP TABLE movement_line (line bigint, "
    + ", ".join(f"{name} text" for name in COLUMNS)
    + ")"
)
TABLES = ("movement_line", "movement_clean", "movement_account", "movement_day", "movement_problem")


def clear() -> None:
    """Forgets the last file."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")


def load(file: CsvFile, on_progress: OnProgress) -> tuple[bool, list[Problem]]:
    """Fills `movement_line`, one row a line, in the file's order (`line` empty: count them).

    Answers whether COPY read it all as it stands, and the rows that have not as many columns as
    the header (they are left out).
    """
    clear()
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
    try:
        with transaction.atomic():
            if _copy(file, on_progress) == file.lines - 1:
                return True, []
            raise _ReadOtherwise
    except (psycopg.errors.DataError, _ReadOtherwise):
        problems: list[Problem] = []
        _copy_rows(_whole_rows(file, on_progress, problems))
        return False, problems


class _ReadOtherwise(Exception):
    """COPY found fewer rows than there are lines."""


def _copy(file: CsvFile, on_progress: OnProgress) -> int:
    statement = (
        f"COPY movement_line ({', '.join(file.header)}) FROM STDIN (FORMAT csv, HEADER true,"
        f" DELIMITER '{file.delimiter}', FORCE_NOT_NULL ({', '.join(COLUMNS)}))"
    )
    with psycopg.Cursor(connection.connection) as cursor:
        with cursor.copy(statement.encode()) as copy:
            for chunk in file.utf8(on_progress):
                copy.write(chunk)
        return cursor.rowcount


def _copy_rows(records: Iterator[Record]) -> None:
    statement = f"COPY movement_line (line, {', '.join(COLUMNS)}) FROM STDIN"
    with (
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(statement.encode()) as copy,
    ):
        for record in records:
            copy.write_row((record.line, *(record.values or ())))


def _whole_rows(
    file: CsvFile, on_progress: OnProgress, problems: list[Problem]
) -> Iterator[Record]:
    for record in file.records(on_progress):
        if record.values is None:
            fault = wrong_count(len(record.raw), len(COLUMNS))
            problems.append(Problem(record.line, *fault, record.raw))
        else:
            yield record
