"""The address members' passkeys belong to: the same as that of everybody else's here."""

from minga.kit.passkeys.site import Site, site_of

__all__ = ["Site", "site_of"]
