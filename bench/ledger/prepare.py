"""Everything that must stand before the first sample."""

import subprocess
import sys
from collections.abc import Callable

from bench.ledger import peers, seed
from bench.ledger.contestants import OURS, PEERS, TPCB, TPCB_FIGURES
from bench.ledger.pgbench import run
from bench.ledger.plan import Plan
from bench.ledger.scripts import Accounts
from bench.ledger.server import BenchServer
from minga.kit import embedded_postgres

Say = Callable[[str], None]


def install_peers(wanted: frozenset[str], say: Say) -> None:
    """The peers' environment, when a peer is wanted."""
    if wanted & set(PEERS):
        say("Preparo el entorno de django-hordak y django-ledger…")
        peers.install()


def prepare(server: BenchServer, plan: Plan, wanted: frozenset[str], say: Say) -> Accounts:
    """Accounts, members and the TPC-B tables; returns the member accounts."""
    say(f"Abro {plan.accounts:,} cuentas de {plan.members:,} asociados…")
    with server.connect() as connection:
        first = seed.open_accounts(connection, plan.accounts)
        seed.fund(connection, first, plan.accounts)
    if wanted & set(OURS):
        seed_members(server, first, plan.members)
    seed.tidy(server, embedded_postgres.DATABASE)
    if wanted & set(TPCB_FIGURES):
        say(f"Creo las tablas de TPC-B, escala {plan.tpcb_scale}…")
        server.create_database(TPCB)
        environment = server.libpq_environment(TPCB, embedded_postgres.OWNER)
        run(["-i", "-q", "-s", str(plan.tpcb_scale)], environment)
    return Accounts(first, plan.accounts, plan.accounts)


def seed_members(server: BenchServer, first: int, members: int) -> None:
    """Owners and products for the accounts, through Django in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "bench.ledger.seed_members", str(first), str(members)],
        check=True, env=server.minga_environment("owner"),
    )  # fmt: skip
