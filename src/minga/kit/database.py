"""Which database a process talks to, and as whom.

The embedded server has three logins: the owner (migrations, imports), the web (may call the
ledger's functions
and may not touch its tables) and a superuser that only tests and drills use. On a server named by
DATABASE_URL the
web's connection switches to the role `minga_web`, unless DATABASE_WEB_URL gives it a login of its
own.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from minga.kit import embedded_postgres
from minga.kit.home import Environment

ROLE_VARIABLE = "MINGA_DB_ROLE"  # owner | web; set by the command that starts the process
TIMEOUTS_MS = {"lock_timeout": 10_000, "idle_in_transaction_session_timeout": 60_000}


def django_database(environment: Environment) -> dict[str, Any]:
    """Django's DATABASES["default"] for this process."""
    role = os.environ.get(ROLE_VARIABLE, "owner")
    if environment.database_url:
        config = _external(environment.database_url, role)
    else:
        config = _embedded(environment.home, role)
    options = config.setdefault("OPTIONS", {})
    settings = " ".join(f"-c {name}={value}" for name, value in TIMEOUTS_MS.items())
    options["options"] = f"{options.get('options', '')} {settings}".strip()
    config["CONN_MAX_AGE"] = None
    config["CONN_HEALTH_CHECKS"] = True
    return config


def _external(url: str, role: str) -> dict[str, Any]:
    web_url = os.environ.get("DATABASE_WEB_URL")
    config: dict[str, Any] = dict(
        dj_database_url.parse(web_url if role == "web" and web_url else url)
    )
    if role == "web" and not web_url:
        config.setdefault("OPTIONS", {})["options"] = f"-c role={embedded_postgres.WEB}"
    return config


def _embedded(home: Path, role: str) -> dict[str, Any]:
    login = embedded_postgres.WEB if role == "web" else embedded_postgres.OWNER
    try:
        conninfo = embedded_postgres.describe(home).conninfo(login)
    except FileNotFoundError:
        conninfo = {"host": "", "user": login, "password": "", "dbname": embedded_postgres.DATABASE}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": conninfo["host"],
        "USER": conninfo["user"],
        "PASSWORD": conninfo["password"],
        "NAME": conninfo["dbname"],
    }
