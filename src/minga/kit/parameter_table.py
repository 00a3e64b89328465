"""docs/parameters.md: every dated value with its source and confidence, for an accountant to sign.

`python -m minga.kit.parameter_table > docs/parameters.md` writes it again; a test compares them.
"""

import sys
from collections.abc import Iterable
from itertools import groupby

from minga.kit.parameter_file import SeedRow, rows

HEADER = """\
# Legal values and agreed limits

Every number that a law, an authority or the cooperative may change is a dated row, never a
constant in the code. The day says since when the row counts; the last row that has come into force
rules. Values of a year or a month carry it in their name: one that is not here is missing, and
whoever needs it says so instead of taking the neighbour's.

Confidence: **S** a source was read · **Mh**, **Mm**, **Ml** known with high, medium or low
confidence and still to be checked against the norm, its day included · **P** the product's own
choice.

Before an office opens, its accountant reads each row that is not P, corrects what does not hold and
signs: name, professional card, date. Months of usury that are missing are loaded from the
certification of the Superintendencia Financiera, one row a month. Other rows that nobody wrote down
yet: the cover of the deposit insurance (`minga savings insurance-cover`) and each year's growth of
consumer prices, the cap of the revaluation of aportes (`minga savings cpi`).

Written from `src/minga/kit/parameters.csv` by `python -m minga.kit.parameter_table`.
"""
TITLES = {
    "access": "Access and security",
    "arrears": "Arrears: last day past due of each category",
    "breb": "Bre-B",
    "cdat": "Term deposits",
    "deadline": "Deadlines, in business days",
    "gmf": "4x1000 (GMF)",
    "ibc": "Certified current bank interest, by month",
    "impairment": "Impairment",
    "inflation_component": "Inflation component of yields, by taxable year",
    "libranza": "Libranza",
    "liquidity_fund": "Liquidity fund",
    "loans": "Loans",
    "mora": "Mora",
    "prepayment": "Prepayment",
    "retention": "Retention on yields",
    "smmlv": "Minimum wage, by year",
    "staff": "Back office",
    "usury": "Usury, by month",
    "uvb": "UVB, by year",
    "uvt": "UVT, by year",
}
COLUMNS = "| Key | Since | Value | Source | Confidence | Checked by |\n|---|---|---|---|---|---|\n"


def markdown(seed: Iterable[SeedRow]) -> str:
    """The page, one table for each family of keys."""
    parts = [HEADER]
    for family, members in groupby(seed, key=lambda row: row.key.split(".")[0]):
        title = TITLES.get(family, family.replace("_", " ").capitalize())
        lines = "".join(_line(row) for row in members)
        parts.append(f"\n## {title}\n\n{COLUMNS}{lines}")
    return "".join(parts)


def _line(row: SeedRow) -> str:
    source = row.source.replace("|", "\\|")
    signed = "—" if row.confidence == "P" else ""
    cells = (f"`{row.key}`", row.valid_from, row.value, source, row.confidence, signed)
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(markdown(rows()))
