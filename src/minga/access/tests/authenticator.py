"""The passkey of software that members' tests use."""

from minga.kit.tests.authenticator import (
    ORIGIN,
    PRESENT,
    VERIFIED,
    Authenticator,
    data,
    text,
)

__all__ = ["ORIGIN", "PRESENT", "VERIFIED", "Authenticator", "data", "text"]
