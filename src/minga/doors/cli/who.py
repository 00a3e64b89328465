"""Who gives an order at the command line."""

import getpass


def staff_actor(name: str | None) -> str:
    """The name of the trail for what was typed after `--as`, or for the account of the machine. An
    employee whose document was typed is themselves, here and in the back office."""
    from minga.access.rules import document_number
    from minga.staff.identity import actor_with_document

    said = (name or getpass.getuser()).strip()
    return actor_with_document(document_number(said) or "") or f"staff:{said}"[:80]
