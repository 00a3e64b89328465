"""Who is knocking at the members' door."""

from minga.kit.visitor import Visitor

__all__ = ["Visitor"]
