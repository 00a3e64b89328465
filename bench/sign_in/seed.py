"""Members with a PIN and a browser of theirs: `python -m bench.sign_in.seed MEMBERS`.

A process of its own, with Django, as the database's owner.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from bench.ledger.cast import member_id
from bench.sign_in.cast import PIN, browser_token, document_number
from minga.doors.cli import static_files
from minga.kit.home import read_environment

TODAY = date(2024, 1, 1)
AT_ONCE = 4
BROWSER = "Mozilla Firefox/140"


def seed(members: int) -> None:
    """Everybody, in tables as a registration would have left them."""
    from minga.access.keys import token_digest
    from minga.access.models import Browser, Credential, Enrolment
    from minga.access.pin_signer import Purpose, signer
    from minga.kit import clock
    from minga.members.models import Member

    at = clock.now()
    everybody = range(members)
    Member.objects.bulk_create(
        Member(
            id=member_id(i), document_type="CC", document_number=document_number(i),
            given_names="Persona", surnames=f"De Prueba {i}", birth_date=date(1980, 1, 1),
            municipality="05001", joined_on=TODAY,
        )
        for i in everybody
    )  # fmt: skip
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sealed = list(
            pool.map(
                lambda i: signer().seal(subject=member_id(i), secret=PIN, purpose=Purpose.PIN),
                everybody,
            )
        )
    Credential.objects.bulk_create(
        Credential(
            member_id=member_id(i), sealed_pin=bytes(sealed[i]), image="girasol",
            phrase="mi finca", registered_at=at,
        )
        for i in everybody
    )  # fmt: skip
    browsers = Browser.objects.bulk_create(
        Browser(token_digest=token_digest(browser_token(i)), made_at=at, user_agent=BROWSER)
        for i in everybody
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            member_id=member_id(i), browser=browsers[i], proven_at=at, enrolled_at=at,
            expires_at=at + timedelta(days=180),
        )
        for i in everybody
    )  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    static_files.collect(read_environment().home)  # the portal's pages name them
    seed(int(sys.argv[1]))
