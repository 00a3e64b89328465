"""The demo: a cooperative that does not exist, brought in the way a real one would be."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from minga.kit import clock
from minga.kit.import_report import Problem

FOLDER = "demo-files"


def create_demo() -> list[dict[str, Any]]:
    """Fills the database with «Cooperativa Los Guaduales»: about 300 members, two years until
    yesterday, always the same people, some of them with credits, CDAT or goals in mid-life. Returns
    those whom a visitor may register as, with their `document_type`, `document_number`, `email` and
    `name`; the first one has two savings accounts.

    Goes on where it was interrupted: its files, kept in the home, are imported again, and what
    they brought already is passed over.
    """
    from django.conf import settings

    from minga.doors.cli.demo import files, people
    from minga.members.models import Member

    now = clock.now()
    folder = Path(settings.MINGA_HOME) / FOLDER
    members = people.everybody()
    begun = Member.objects.filter(document_number=members[0].document_number).exists()
    if not (begun and folder.exists()):
        files.write(folder, members, clock.business_date(now) - timedelta(days=1))
    for use_case, kind in zip(_use_cases(), files.KINDS, strict=True):
        file = folder / f"{kind}.csv"
        if file.exists():  # a demo of an older version has fewer
            use_case(path=file, at=now, on_problem=_stop)
    return [_introduce(one) for one in members[: len(people.CAST)]]


def _use_cases() -> tuple[Any, ...]:
    from minga.day_close.cut_over import last_closed_held
    from minga.day_close.import_balances import import_balances
    from minga.loans.brought_loans import REMEMBERED, kinds_of
    from minga.loans.import_lines import import_lines
    from minga.members.import_members import import_members
    from minga.savings.import_movements import import_movements
    from minga.savings.import_plans import import_board, import_plans
    from minga.savings.import_products import import_products

    return (
        import_members, import_plans, import_board, import_lines,
        partial(import_products, others=kinds_of, last_closed=last_closed_held),
        partial(import_movements, remembered=(REMEMBERED,)), import_balances,
    )  # fmt: skip


class SpoiltDemo(RuntimeError):
    """The demo's own files do not fit what the database holds."""


def _stop(problem: Problem) -> None:
    raise SpoiltDemo(
        f"La demostración quedó a medias y no se puede completar (línea {problem.line}, "
        f"{problem.column}): borra la carpeta MINGA_HOME y empieza de nuevo."
    )


def _introduce(one: Any) -> dict[str, Any]:
    return {
        "document_type": one.document_type, "document_number": one.document_number,
        "email": one.email, "name": one.name,
    }  # fmt: skip
