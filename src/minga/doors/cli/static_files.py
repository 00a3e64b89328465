"""Styles, fonts, icons and scripts, with their fingerprints, ready for the web server."""

from hashlib import blake2b
from pathlib import Path


def collect(home: Path) -> None:
    """Copies the static files into the home when they are not the ones that are there."""
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    print_of_sources = blake2b(digest_size=16)
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            print_of_sources.update(name.encode() + Path(storage.path(name)).read_bytes())
    stamp = home / "static.stamp"
    if stamp.exists() and stamp.read_text() == print_of_sources.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(print_of_sources.hexdigest())
