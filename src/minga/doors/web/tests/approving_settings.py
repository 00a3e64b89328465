"""The settings of an office that has the page of `approving`, and whose days can be put ahead."""

from minga.doors.web.tests.clock_ahead import put_ahead
from minga.settings import *  # noqa: F403
from minga.settings import MINGA_HOME

ROOT_URLCONF = "minga.doors.web.tests.approving"
put_ahead(MINGA_HOME)
