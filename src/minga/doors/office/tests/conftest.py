"""Static files by their plain names: nobody collected those of this door for its tests."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def unhashed_files(settings: Any) -> None:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
