"""docs/accounting.md: how each event is booked, read from the docstring of the code that books it.

`python -m minga.doors.cli.accounting_table > docs/accounting.md` writes it again; a test compares.
"""

import csv
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from minga.doors.cli.accounting_templates import Template, templates
from minga.ledger.accounts import CHART

SOURCE = Path(__file__).parents[2]
ROOMS = ("savings", "loans", "payments", "ledger")
TITLES = {
    "savings": "Savings and term deposits",
    "loans": "Credit",
    "payments": "Moving money",
    "ledger": "Corrections and imported history",
}
HEADER = """\
# How every event is booked

Each template below stands in the docstring of the code that posts it and nowhere else: this page is
read from there, so it cannot say anything else than the code. `Dr` debits, `Cr` credits; an entry
that does not balance, or would leave a member's account under zero, is refused by the database.
Amounts are Colombian pesos with two decimals. A correction is a new entry, never a change.

The last table ties the logical keys to codes of the CUIF. Confidence: **S** a source was read ·
**Mh**, **Mm**, **Ml** known with high, medium or low confidence and still to be checked against the
catalogue in force · **P** the product's own choice, an auxiliary that the catalogue does not name.
Before an office opens, its accountant reads the templates and the codes, corrects what does not
hold and signs: name, professional card, date.

Written from the code and `src/minga/ledger/chart.csv` by
`python -m minga.doors.cli.accounting_table`.
"""
COLUMNS = (
    "| Key | CUIF | Account | Side | Confidence | Source | Booked by | Checked by |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
Chart = Mapping[str, Mapping[str, str]]


def chart() -> Chart:
    """The rows of the chart of accounts that the code posts to, by logical key."""
    with CHART.open(newline="", encoding="utf-8") as file:
        return {row["key"]: row for row in csv.DictReader(file) if row["key"]}


def markdown(found: list[Template], keys: Chart) -> str:
    """The page: templates by room, then the keys with their codes."""
    parts = [HEADER]
    for room, booked in groupby(found, key=lambda one: one.room):
        parts.append(f"\n## {TITLES[room]}\n")
        parts += [_section(one, keys) for one in booked]
    rows = "".join(_row(key, row, found) for key, row in keys.items())
    return "".join(parts) + f"\n## Keys and codes\n\n{COLUMNS}{rows}"


def _section(one: Template, keys: Chart) -> str:
    codes = ", ".join(f"`{key}` {_code(key, keys)}" for key in one.keys)
    accounts = f"\nAccounts by key: {codes}.\n" if codes else ""
    return f"\n### `{one.where}`\n\n{one.summary}\n\n```text\n{one.block}\n```\n{accounts}"


def _code(key: str, keys: Chart) -> str:
    """A key's code; of a family of keys, from its lowest to its highest."""
    codes = sorted(row["code"] for name, row in keys.items() if _covers(key, name))
    return codes[0] if len(codes) == 1 else f"{codes[0]} to {codes[-1]}"


def _covers(key: str, name: str) -> bool:
    return name.startswith(key.removesuffix("…")) if key.endswith("…") else name == key


def _row(key: str, row: Mapping[str, str], found: list[Template]) -> str:
    users = [one for one in found if any(_covers(used, key) for used in one.keys)]
    files = dict.fromkeys(one.where.split(":")[0] for one in users)
    booked = ", ".join(f"`{name}`" for name in files) or "—"
    side = "debit" if row["normal_side"] == "D" else "credit"
    cells = (f"`{key}`", row["code"], row["name"], side, row["confidence"], row["source"], booked)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |  |\n"


def page() -> str:
    """The page as the code of today says it."""
    keys = chart()
    return markdown(templates(SOURCE, ROOMS, sorted(keys)), keys)


if __name__ == "__main__":
    sys.stdout.write(page())
