"""Reading pgbench, and sending what our Python sends."""

import pytest

from bench.ledger import pgbench, scripts
from bench.ledger.figures import Sample

OUTPUT = """pgbench (18.4)
progress: 1.0 s, 100.0 tps, lat 1.0 ms stddev 0.1, 0 failed
progress: 2.0 s, 300.0 tps, lat 1.0 ms stddev 0.1, 0 failed
progress: 3.0 s, 500.0 tps, lat 1.0 ms stddev 0.1, 0 failed
number of transactions actually processed: 900
number of failed transactions: 0 (0.000%)
tps = 300.000000 (without initial connection time)
"""
ACCOUNTS = scripts.Accounts(first=5, count=100, funded=10)


def test_the_first_seconds_are_warm_up() -> None:
    assert pgbench.parse(OUTPUT, 1) == Sample(400, 900)


@pytest.mark.parametrize(
    "output",
    ["pgbench: error: no", OUTPUT.replace("failed transactions: 0", "failed transactions: 3")],
)
def test_failed_transactions_are_a_failure(output: str) -> None:
    with pytest.raises(pgbench.PgbenchFailed):
        pgbench.parse(output, 1)


def test_the_script_calls_the_function_that_python_calls() -> None:
    text = scripts.uniform(ACCOUNTS, "2026-11-23")
    assert "%s" not in text
    assert "FROM ledger.post_pair(uuidv7(), " in text
    assert ":source::bigint, :target::bigint, 'D', 'C', 1, 1, 'COP')" in text


def test_a_changed_statement_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "POST_PAIR", "SELECT %s")
    with pytest.raises(ValueError, match="up to date"):
        scripts.statement("kind", "2026-11-23")
