"""docs/accounting.md: how each event is booked, read from the docstring of the code that books it.

`python -m minga.doors.cli.accounting_table > docs/accounting.md` writes it again; a test compares.
"""

import csv
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from minga.doors.cli.accounting_templates import CATEGORIES, Template, templates
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

*Accounts by key* are those that a file, or one it takes from, calls by name; a template need not
use them all. The accounts of members (2105, 2110, 2125, 2130, 3105) and of employers (1473) are
reached through their product: every template that says «savings of the source», «the deposit»,
«the goal» or «the employer's account» moves them too, and *Booked by* in the last table does not
list it there.

## What is not booked here

These are the books of members' products. For the accountant's own program remain:

- **Cash and banks.** 1105 and 1110 hold what was brought and what employers hand over, nothing
  else: there is no counter and no transfer from or to another institution yet.
- **What is paid to others.** 2435 (4x1000), 2445 (retention) and 243005 (premiums) gather what was
  withheld or charged; no entry here pays it. What a week or a month gathered is in
  `minga books ledger --account 2435 --from … --to …`; their balance is everything since the
  cut-over, with what was brought, and not what is still to be paid.
- **Surpluses.** No entry closes a year: 4150, 4225, 4295, 5115 and 6150 go on adding up from the
  cut-over, and a year is the difference of two trial balances. The fund for the revaluation of
  aportes (3310) is brought once, and what later assemblies set apart is brought with each act
  (`minga savings fund`); a revaluation that it does not cover is refused.
- **Everything that is no product:** property, payroll of the cooperative, reserves, other funds,
  investments, the liquidity fund.

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
    rows = "".join(_row(key, keys, found) for key in keys)
    return "".join(parts) + f"\n## Keys and codes\n\n{COLUMNS}{rows}"


def _section(one: Template, keys: Chart) -> str:
    codes = ", ".join(f"`{key}` {_code(key, keys)}" for key in one.keys)
    accounts = f"\nAccounts by key: {codes}.\n" if codes else ""
    return f"\n### `{one.where}`\n\n{one.summary}\n\n```text\n{one.block}\n```\n{accounts}"


def _code(key: str, keys: Chart) -> str:
    """A key's code; of a family of keys, from its lowest to its highest."""
    codes = sorted(keys[name]["code"] for name in _covered(key, keys))
    return codes[0] if len(codes) == 1 else f"{codes[0]} to {codes[-1]}"


def _covered(key: str, keys: Chart) -> list[str]:
    """The key itself; of a family, its members: those of a category (A to E) where it has any."""
    if not key.endswith("…"):
        return [key]
    family = [name for name in keys if name.startswith(key.removesuffix("…"))]
    return [name for name in family if name.endswith(CATEGORIES)] or family


def _row(key: str, keys: Chart, found: list[Template]) -> str:
    row = keys[key]
    users = [one for one in found if any(key in _covered(used, keys) for used in one.keys)]
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
