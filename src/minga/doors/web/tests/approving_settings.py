"""The settings of an office that has the page of `approving`."""

from minga.settings import *  # noqa: F403

ROOT_URLCONF = "minga.doors.web.tests.approving"
