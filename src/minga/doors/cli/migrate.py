"""`minga migrate`: tables, permissions, chart of accounts and parameters."""

import argparse

from minga.doors.cli.office import database_ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Brings the database up to date."""
    with database_ready():
        print("La base de datos está al día.")
    return 0
