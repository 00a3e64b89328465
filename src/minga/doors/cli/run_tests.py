"""`minga test`: the whole suite, in parallel, on a throw-away database."""

import argparse
import os
import subprocess
import sys

from minga.doors.cli import chromium
from minga.kit.home import PROJECT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whatever follows goes to pytest as it is."""
    parser.add_argument(
        "pytest", nargs=argparse.REMAINDER, help="opciones o rutas para pytest (opcional)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs pytest; without Chromium the journeys are left out (in CI their absence is a
    failure)."""
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadscope"]
    if chromium.executable() is None:
        print(
            "No encontré Chromium: los recorridos en navegador no se prueban.\n"
            "Instálalo con «apt-get install chromium» o di dónde está con CHROME_PATH.",
            file=sys.stderr,
        )
        if os.environ.get("CI") == "true":
            return 1
        command += ["-m", "not browser"]
    given = arguments.pytest[1:] if arguments.pytest[:1] == ["--"] else arguments.pytest
    return subprocess.run([*command, *given], cwd=PROJECT, check=False).returncode
