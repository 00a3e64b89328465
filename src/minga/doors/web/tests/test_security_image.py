"""Security images: the same length, no compression, an address that tells nothing."""

import re
from typing import Any

import pytest

from minga.access.security_images.catalog import BY_SLUG, image_bytes
from minga.access.tests import cast
from minga.doors.web.tests import visitors
from minga.doors.web.tests.visitors import browser

pytestmark = pytest.mark.django_db


def image_address(client: Any) -> str:
    found = re.search(r"/imagen/[\w-]+/", client.get("/ingreso/clave/").content.decode())
    assert found is not None
    return found[0]


def at_the_pin() -> Any:
    client, who = browser(), cast.registered()
    visitors.identify(client, who.document_number)
    visitors.enter_code(client, who)
    return client


def test_serves_the_members_image_uncompressed_to_this_browser_only() -> None:
    client = at_the_pin()
    address = image_address(client)
    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert answer.content == image_bytes(cast.IMAGE)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Length"] == str(len(answer.content))
    assert "Content-Encoding" not in answer
    assert answer["Cache-Control"] == "private, no-store, no-transform"
    assert cast.IMAGE not in address
    assert browser().get(address).status_code == 404
    assert at_the_pin().get(address).status_code == 404


def test_has_another_address_every_time() -> None:
    assert image_address(at_the_pin()) != image_address(at_the_pin())


def test_gives_every_image_the_same_length() -> None:
    assert len({len(image_bytes(slug)) for slug in BY_SLUG}) == 1


@pytest.mark.parametrize("token", ["girasol", "..", "x" * 300])
def test_knows_no_other_address(token: str) -> None:
    assert at_the_pin().get(f"/imagen/{token}/").status_code == 404
