"""What the tests of commands need beyond the common office."""

from minga.ledger.tests.conftest import scratch_db as scratch_db
