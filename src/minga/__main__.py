"""`python -m minga` is `minga`."""

import sys

from minga.doors.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
