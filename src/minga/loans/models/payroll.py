"""Employers who take instalments out of wages (libranza, Ley 1527 of 2012)."""

from django.db import models

from minga.kit.ids import uuid7


class Employer(models.Model):
    """A «pagaduría». What it took and has not handed over is the balance of its ledger account."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    nit = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    ledger_account_id = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return self.name
