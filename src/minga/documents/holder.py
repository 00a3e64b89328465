"""How a paper names whoever owns it."""

from minga.kit.spanish import identity
from minga.members.models import DocumentType, Member


def document_of(member: Member) -> str:
    """«Cédula de ciudadanía 43.567.812»."""
    return f"{DocumentType(member.document_type).label} {identity(member.document_number)}"
