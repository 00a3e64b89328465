"""Who is measured, and how one sample of each is taken."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.ledger import peers, scripts, worker
from bench.ledger.crew import Crew
from bench.ledger.figures import Figure, Sample
from bench.ledger.pgbench import Pgbench
from bench.ledger.plan import Plan
from bench.ledger.server import BenchServer
from bench.ledger.verify import verify
from minga.kit import embedded_postgres

TPCB = "tpcb"
TRANSFERS = "transferencias/s"
# figure: (operation of bench.ledger.worker, workers, what it is)
OURS = {
    "post_8": ("post", 8, "ledger.post desde Python, 8 procesos"),
    "post_1": ("post", 1, "ledger.post desde Python, 1 proceso"),
    "use_case_8": ("use_case", 8, "payments.make_transfer completo, 8 procesos"),
    "batch100_2": ("batch100", 2, "ledger.post_batch de 100 asientos, 2 procesos"),
    "batch100_8": ("batch100", 8, "ledger.post_batch de 100 asientos, 8 procesos"),
    "hot_internal_8": (
        "hot_internal",
        8,
        "tres líneas, la tercera siempre GMF por pagar, 8 procesos",
    ),
    "uniform_three_8": (
        "uniform_three",
        8,
        "tres líneas, la tercera una cuenta al azar, 8 procesos",
    ),
    "hot_member_post_8": (
        "hot_member",
        8,
        "ledger.post, una cuenta de asociado en todas, 8 procesos",
    ),
}
KINDS = {
    "post": worker.POST_KIND,
    "use_case": "own_transfer",
    "batch100": worker.BATCH_KIND,
    "hot_internal": worker.HOT_INTERNAL_KIND,
    "uniform_three": worker.UNIFORM_THREE_KIND,
    "hot_member": worker.HOT_MEMBER_KIND,
}
# figure: (script, clients, what it is)
FUNCTION = {
    "function_8": ("uniform", 8, "la función de la base sola (pgbench), 8 clientes"),
    "function_1": ("uniform", 1, "la función de la base sola (pgbench), 1 cliente"),
    "hot_member_function_8": (
        "hot",
        8,
        "la función sola, una cuenta de asociado en todas, 8 clientes",
    ),
}
PEERS = {
    "hordak_8": ("django_hordak", "django-hordak con control de fondos, 8 procesos"),
    "django_ledger_8": ("django_ledger", "django-ledger, 8 procesos"),
}
TPCB_FIGURES = {"tpcb_8": "pgbench TPC-B-like, 8 clientes"}
NAMES = (*TPCB_FIGURES, *FUNCTION, *OURS, *PEERS)


@dataclass(frozen=True, slots=True)
class Contestant:
    """One figure in the making."""

    figure: Figure
    take: Callable[[], Sample]

    def sample(self) -> Sample:
        """Takes one sample and keeps it."""
        taken = self.take()
        self.figure.samples.append(taken)
        return taken


class Contest:
    """Everybody, ready to be measured; `verify` at the end."""

    def __init__(
        self, server: BenchServer, plan: Plan, wanted: frozenset[str], scratch: Path
    ) -> None:
        self._server, self._plan, self._wanted, self._scratch = server, plan, wanted, scratch
        self._peers: dict[str, peers.Peer] = {}
        self.contestants: list[Contestant] = []

    def enter(self, stack: ExitStack, accounts: scripts.Accounts, day: str) -> None:
        """Starts every process that is needed; `stack` stops them."""
        self._add_tpcb()
        self._add_function(accounts, day)
        self._add_ours(stack, accounts)
        self._add_peers(stack)
        order = {name: place for place, name in enumerate(NAMES)}
        self.contestants.sort(key=lambda one: order[one.figure.name])

    @property
    def figures(self) -> dict[str, Figure]:
        return {one.figure.name: one.figure for one in self.contestants}

    def verify(self) -> None:
        """Raises when anything that was acknowledged is not in the books."""
        figures = self.figures
        told: dict[str, int] = {}
        for name, (operation, _, _) in OURS.items():
            _count(told, KINDS[operation], figures.get(name))
        for name, (script, _, _) in FUNCTION.items():
            kind = scripts.HOT_FUNCTION_KIND if script == "hot" else scripts.FUNCTION_KIND
            _count(told, kind, figures.get(name))
        with self._server.connect() as connection:
            verify(connection, told)
        for name, peer in self._peers.items():
            peer.verify(figures[name].acknowledged)

    def _add(
        self, name: str, what: str, unit: str, command: str, take: Callable[[], Sample]
    ) -> None:
        self.contestants.append(Contestant(Figure(name, what, unit, command), take))

    def _chosen(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self._wanted]

    def _add_pgbench(self, name: str, what: str, unit: str, pgbench: Pgbench) -> None:
        seconds, warm_up_s = self._plan.seconds, self._plan.warm_up_s
        command = pgbench.command(seconds + warm_up_s)
        self._add(name, what, unit, command, lambda: pgbench.sample(seconds, warm_up_s))

    def _add_tpcb(self) -> None:
        for name in self._chosen(TPCB_FIGURES):
            environment = self._server.libpq_environment(TPCB, embedded_postgres.OWNER)
            self._add_pgbench(name, TPCB_FIGURES[name], "transacciones/s", Pgbench(environment, 8))

    def _add_function(self, accounts: scripts.Accounts, day: str) -> None:
        environment = self._server.libpq_environment(
            embedded_postgres.DATABASE, embedded_postgres.WEB
        )
        texts = {
            "uniform": scripts.uniform(accounts, day),
            "hot": scripts.hot_member(accounts, day),
        }
        for name in self._chosen(FUNCTION):
            script, clients, what = FUNCTION[name]
            file = self._scratch / f"{script}.pgbench"
            file.write_text(texts[script])
            self._add_pgbench(name, what, TRANSFERS, Pgbench(environment, clients, file))

    def _add_ours(self, stack: ExitStack, accounts: scripts.Accounts) -> None:
        chosen = self._chosen(OURS)
        if not chosen:
            return
        words = ["-m", "bench.ledger.worker"]
        crew = stack.enter_context(our_crew(self._server, accounts))
        for name in chosen:
            operation, workers, what = OURS[name]
            command = f"python {' '.join(words)}: {operation} x {workers}"
            self._add(name, what, _unit(operation), command, self._take(crew, operation, workers))

    def _add_peers(self, stack: ExitStack) -> None:
        for name in self._chosen(PEERS):
            module, what = PEERS[name]
            peer = self._peers[name] = peers.Peer(module, self._server)
            peer.prepare(self._plan.peer_accounts)
            crew = stack.enter_context(peer.crew())
            command = f"python bench/peers/{module}_peer.py work x {peers.WORKERS}"
            take = self._take(crew, "transfer", peers.WORKERS)
            self._add(name, what, TRANSFERS, command, take)

    def _take(self, crew: Crew, operation: str, workers: int) -> Callable[[], Sample]:
        seconds, warm_up_s = self._plan.seconds, self._plan.warm_up_s
        return lambda: crew.sample(operation, workers, seconds, warm_up_s)


def our_crew(server: BenchServer, accounts: scripts.Accounts) -> Crew:
    """Eight processes of ours with the web's rights."""
    import sys

    arguments = [str(accounts.first), str(accounts.count // 2)]
    return Crew(
        8,
        lambda number: [sys.executable, "-m", "bench.ledger.worker", str(number), *arguments],
        server.minga_environment("web"),
    )


def _unit(operation: str) -> str:
    return "asientos/s" if operation == "batch100" else TRANSFERS


def _count(told: dict[str, int], kind: str, figure: Figure | None) -> None:
    if figure is not None:
        told[kind] = told.get(kind, 0) + figure.acknowledged
