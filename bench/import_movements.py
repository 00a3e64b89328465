"""How long a file of movements takes to come in, beside the least the database itself can do.

    python bench/import_movements.py [--rows 1000000] [--rounds 3] [--json FILE]

In every round, on one server and in fresh copies of one database of 10,000 accounts:

- `import`: `savings.import_movements`, from opening the file to the commit, every check and guard
  on.
- `bare_rows`: a bare COPY of the very rows that the import leaves in the books (entries and
  postings, two of them a movement) into plain tables without index, constraint or trigger, then
  one set-based update of the balances.
- `indexed_rows`: the same COPY into tables with the books' indexes.
- `bare_file`: a bare COPY of the file's own lines into one plain table of seven columns, then one
  set-based update of the balances: not a ledger at all, the floor of everything.

The ratios are medians over medians. `import_vs_bare_rows` is the one held to 4.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "src"))

import psycopg  # noqa: E402

from minga.kit import embedded_postgres  # noqa: E402

ACCOUNTS = 10_000
FIRST_DAY = date(2024, 1, 1)
DAYS = 730
AIM = 4.0
TEMPLATE, COPY_NAME = "bench_import_template", "bench_import"
BARE_FILE = (
    "CREATE TABLE bare_line (numero_cuenta text, fecha date, descripcion text, tipo text,"
    " valor numeric(18,2), saldo numeric(18,2), referencia text)"
)
BARE_FILE_UPDATE = """
UPDATE ledger.account_balance b SET posted = b.posted + s.change, version = b.version + s.lines
  FROM (SELECT numero_cuenta, sum(CASE tipo WHEN 'C' THEN valor ELSE -valor END) AS change,
               count(*) AS lines FROM bare_line GROUP BY 1) s
  JOIN savings_savingsaccount a ON a.number = s.numero_cuenta
 WHERE b.account_id = a.ledger_account_id AND b.stripe = 0
"""
BARE_ROWS_UPDATE = """
UPDATE ledger.account_balance b SET posted = b.posted + s.change, version = b.version + s.lines
  FROM (SELECT account_id, sum(CASE side WHEN 'C' THEN amount ELSE -amount END) AS change,
               count(*) AS lines FROM bare_posting GROUP BY 1) s
 WHERE b.account_id = s.account_id AND b.stripe = 0
"""


def write_files(folder: Path, rows: int) -> None:
    """Members, one account each, and their movements by day, as a core exports them."""
    chance = random.Random(7)
    words = ("Nómina", "Mercado", "Pago de energía", "Transferencia recibida", "Retiro en cajero")
    with (folder / "members.csv").open("w") as file:
        file.write("tipo_documento,numero_documento,nombres,apellidos,fecha_nacimiento,correo,")
        file.write("celular,municipio,direccion,fecha_vinculacion\n")
        for n in range(ACCOUNTS):
            file.write(f"CC,{40_000_000 + n},Ana,Rojas,1980-01-01,,,05001,,2015-01-01\n")
    with (folder / "products.csv").open("w") as file:
        file.write("tipo_documento,numero_documento,producto,numero_cuenta,fecha_apertura\n")
        for n in range(ACCOUNTS):
            file.write(f"CC,{40_000_000 + n},AHORRO_VISTA,{_number(n)},2015-01-01\n")
    balances = [0] * ACCOUNTS
    with (folder / "movements.csv").open("w") as file:
        file.write("numero_cuenta,fecha,descripcion,tipo,valor,saldo,referencia\n")
        for row in range(rows):
            n = chance.randrange(ACCOUNTS)
            cents = chance.randrange(100_000, 50_000_000)
            side = "C" if balances[n] < cents or chance.random() < 0.4 else "D"
            balances[n] += cents if side == "C" else -cents
            day = FIRST_DAY + timedelta(days=row * DAYS // rows)
            file.write(
                f"{_number(n)},{day},{words[row % 5]},{side},{_pesos(cents)},{_pesos(balances[n])},"
                f"M{row:09d}\n"
            )


def _number(n: int) -> str:
    return f"4001{n:08d}"


def _pesos(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


class Bench:
    """One server, one template database, a fresh copy of it for every figure."""

    def __init__(self, server: embedded_postgres.Server, folder: Path, rows: int) -> None:
        self.server, self.folder, self.rows = server, folder, rows

    def fresh(self, name: str = COPY_NAME, template: str = TEMPLATE) -> None:
        """A copy with nothing left to write, so that one figure does not pay for another."""
        from django.db import connection

        connection.close()
        with psycopg.connect(
            **self.server.conninfo(embedded_postgres.SUPERUSER, "postgres"), autocommit=True
        ) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {name}")
            admin.execute(
                f"CREATE DATABASE {name} TEMPLATE {template} OWNER {embedded_postgres.OWNER}"
                " STRATEGY file_copy"
            )
            admin.execute("CHECKPOINT")
        connection.settings_dict["NAME"] = name

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(**self.server.conninfo(embedded_postgres.OWNER, COPY_NAME))

    def prepare(self) -> None:
        """The template: members and products of the files, no movement."""
        from minga.members.import_members import import_members
        from minga.savings.import_products import import_products

        self.fresh(TEMPLATE, embedded_postgres.DATABASE)
        for use_case, name in ((import_members, "members"), (import_products, "products")):
            result = use_case(
                path=self.folder / f"{name}.csv", at=datetime.now(UTC), on_problem=print
            )
            assert result.created == ACCOUNTS, result

    def import_(self) -> float:
        from minga.savings.import_movements import import_movements

        started = time.perf_counter()
        result = import_movements(
            path=self.folder / "movements.csv", at=datetime.now(UTC), on_problem=print
        )
        took = time.perf_counter() - started
        assert result.written, result
        assert result.created == self.rows, result
        return took

    def keep_rows(self) -> None:
        """The rows the import left, for the bare COPY of the same."""
        with self.connect() as connection:
            for table in ("journal_entry", "posting"):
                with (
                    (self.folder / f"{table}.csv").open("wb") as file,
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY ledger.{table} TO STDOUT (FORMAT csv)") as copy,
                ):
                    for data in copy:
                        file.write(data)

    def bare_file(self) -> float:
        return self._bare((BARE_FILE,), {"bare_line": "movements"}, BARE_FILE_UPDATE)

    def bare_rows(self, like: str = "") -> float:
        tables = {"bare_entry": "journal_entry", "bare_posting": "posting"}
        made = [f"CREATE TABLE {new} (LIKE ledger.{old} {like})" for new, old in tables.items()]
        return self._bare(made, tables, BARE_ROWS_UPDATE)

    def indexed_rows(self) -> float:
        return self.bare_rows("INCLUDING INDEXES")

    def _bare(self, create: Any, sources: dict[str, str], update: str) -> float:
        with self.connect() as connection:
            for statement in create:
                connection.execute(statement)
            connection.commit()
            started = time.perf_counter()
            with connection.cursor() as cursor:
                for table, name in sources.items():
                    header = ", HEADER" if name == "movements" else ""
                    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv{header})") as copy:
                        for chunk in _chunks(self.folder / f"{name}.csv"):
                            copy.write(chunk)
                cursor.execute(update)
            connection.commit()
            return time.perf_counter() - started


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 18):
            yield chunk


def measure(bench: Bench, rounds: int) -> dict[str, list[float]]:
    """Seconds of every figure, round by round."""
    figures: dict[str, Callable[[], float]] = {
        "import": bench.import_, "bare_file": bench.bare_file, "bare_rows": bench.bare_rows,
        "indexed_rows": bench.indexed_rows,
    }  # fmt: skip
    seconds: dict[str, list[float]] = {name: [] for name in figures}
    for number in range(rounds):
        for name, figure in figures.items():
            bench.fresh()
            seconds[name].append(figure())
            if name == "import" and number == 0:
                bench.keep_rows()
            print(f"round {number + 1}  {name:<13}{seconds[name][-1]:8.2f} s", flush=True)
    return seconds


def report(seconds: dict[str, list[float]], rows: int) -> dict[str, Any]:
    """Medians and ratios."""
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    ratios = {
        f"import_vs_{name}": round(medians["import"] / medians[name], 2)
        for name in ("bare_rows", "indexed_rows", "bare_file")
    }
    return {
        "rows": rows, "rows_per_second": round(rows / medians["import"]), "seconds": seconds,
        "medians": medians, "ratios": ratios, "aim": {"import_vs_bare_rows": AIM},
        "met": ratios["import_vs_bare_rows"] <= AIM,
    }  # fmt: skip


def main() -> None:
    """Measures and tells; the aim that is missed is told, not punished."""
    parser = argparse.ArgumentParser(description="Time an import of movements against bare COPY.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="minga-bench-import-") as name:
        home = Path(name)
        os.environ["MINGA_HOME"] = name
        os.environ.pop("DATABASE_URL", None)
        from minga.doors.cli import office

        with office.database_ready():
            bench = Bench(embedded_postgres.describe(home), home, arguments.rows)
            print(f"Writing files of {arguments.rows:,} movements …", flush=True)
            write_files(home, arguments.rows)
            bench.prepare()
            found = report(measure(bench, arguments.rounds), arguments.rows)
    print(json.dumps({key: found[key] for key in ("rows_per_second", "ratios", "aim", "met")}))
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
