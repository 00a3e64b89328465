"""A file of rows on its way in: one transaction, and one line in the trail."""

from typing import Unpack

from django.db import transaction

from minga.audit.record import record
from minga.kit.import_report import ImportResult, Options, take_turn
from minga.kit.import_rows import RowImport

ACTOR = "system:import"


def bring[T](work: RowImport[T], action: str, **options: Unpack[Options]) -> ImportResult:
    """Reads and writes every row of the file, all of them or none.

    With one bad row nothing is written, unless `skip_invalid`; with `dry_run` nothing is either.
    What was written is told in the trail, with the file's SHA-256. Raises ImportRunning, and
    UnreadableFile for a file that changes meanwhile.
    """
    skip_invalid, dry_run = options.get("skip_invalid", False), options.get("dry_run", False)
    with transaction.atomic(durable=True):
        take_turn()
        work.run(options.get("on_progress", lambda done, of: None))
        if not work.result.settle(skip_invalid=skip_invalid, dry_run=dry_run):
            transaction.set_rollback(True)
        elif work.result.created:
            record(
                at=options["at"], actor=ACTOR, action=action, subject=work.file.path.name[:80],
                detail={"created": work.result.created, "sha256": work.file.digest},
            )  # fmt: skip
    return work.result
