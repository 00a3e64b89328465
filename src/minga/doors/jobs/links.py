"""Addresses of our own pages, for messages."""

from django.conf import settings
from django.urls import reverse

from minga.kit.outbox import DeliveryFailed


def to(page: str, *args: str) -> str:
    """The whole address of a page, on the origin the environment names and on nothing else.

    Raises DeliveryFailed while nobody said where members find the office: the message waits.
    """
    if not settings.ORIGIN:
        raise DeliveryFailed("Falta MINGA_ORIGIN: no se sabe a dónde lleva el enlace.")
    return f"{settings.ORIGIN}{reverse(page, args=args)}"
