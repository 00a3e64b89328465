"""What the tests of closes need beyond the common office."""

from minga.ledger.tests.conftest import scratch_db

__all__ = ["scratch_db"]
