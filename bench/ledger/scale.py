"""What ten million postings cost: the same function on the same accounts, with a short past and
with a long one.
"""

from pathlib import Path

from bench.ledger import seed
from bench.ledger.contestants import TRANSFERS, Contestant
from bench.ledger.figures import Figure
from bench.ledger.pgbench import Pgbench
from bench.ledger.plan import Plan
from bench.ledger.prepare import Say
from bench.ledger.scripts import Accounts, uniform
from bench.ledger.server import BenchServer
from bench.ledger.verify import check_balances
from minga.kit import embedded_postgres

SMALL, LARGE = "small", "large"
FUNDED = 2_500  # an opening is an entry of two postings: half of the small ledger's past
SMALL_POSTINGS = 10_000
# After a checkpoint a page's first change is logged whole. Both ledgers get past that before the
# counting, for else the large one, with more pages, would pay in the first rounds what the small
# one paid in the warm-up.
SETTLING_S = 40
CLIENTS = 8
FIGURES = {
    "function_at_10k": (SMALL, "la función sola con 10 mil movimientos, 8 clientes"),
    "function_at_10m": (LARGE, "la función sola con 10 millones de movimientos, 8 clientes"),
}


def set_aside(server: BenchServer) -> None:
    """Keeps an empty copy of the books, before anybody writes in them."""
    server.copy_database(SMALL, embedded_postgres.DATABASE)


def prepare(server: BenchServer, plan: Plan, say: Say) -> Accounts:
    """Two copies of one ledger, with two pasts; returns their accounts."""
    with server.connect(SMALL) as connection:
        first = seed.open_accounts(connection, plan.accounts)
        accounts = Accounts(first, plan.accounts, min(FUNDED, plan.accounts))
        seed.fund(connection, first, accounts.funded)
    server.copy_database(LARGE, SMALL)
    for name, total in ((SMALL, SMALL_POSTINGS), (LARGE, plan.history_postings or 0)):
        say(f"Cargo {total:,} movimientos…")
        with server.connect(name) as connection:
            seed.load_history(connection, total - 2 * accounts.funded, accounts, say)
        seed.tidy(server, name)
    return accounts


def contestants(
    server: BenchServer, plan: Plan, accounts: Accounts, day: str, scratch: Path
) -> list[Contestant]:
    """The two figures, settled and ready to be measured in turns."""
    file = scratch / "scale.pgbench"
    file.write_text(uniform(accounts, day))
    return [_contestant(name, server, plan, file) for name in FIGURES]


def verify(server: BenchServer) -> None:
    """Raises when the books of either ledger do not fit together, the loaded past included."""
    for name in (SMALL, LARGE):
        with server.connect(name) as connection:
            check_balances(connection)


def _contestant(name: str, server: BenchServer, plan: Plan, file: Path) -> Contestant:
    database, what = FIGURES[name]
    environment = server.libpq_environment(database, embedded_postgres.WEB)
    pgbench = Pgbench(environment, CLIENTS, file)
    pgbench.sample(1, SETTLING_S if plan.rounds > 1 else 0)
    command = pgbench.command(plan.seconds + plan.warm_up_s)
    return Contestant(
        Figure(name, what, TRANSFERS, command),
        lambda: pgbench.sample(plan.seconds, plan.warm_up_s),
    )
