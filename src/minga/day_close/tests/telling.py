"""A close that dies when it has just left word of what is to be told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from minga.kit import outbox


@contextmanager
def dies_telling(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is closed inside stops after its messages were published, and must say so."""
    real = outbox.publish_many

    def dies(*given: Any, **more: Any) -> None:
        real(*given, **more)
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as patched:
        patched.setattr("minga.kit.outbox.publish_many", dies)
        with pytest.raises(RuntimeError):
            yield
