"""Finding a Chromium for the journeys."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip


def executable() -> str | None:
    """The browser named by CHROME_PATH, or the first one on the PATH; None when there is none."""
    named = os.environ.get("CHROME_PATH")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)
