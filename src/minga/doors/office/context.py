"""What every page of the back office may say: who is inside and what they may open."""

from typing import Any

from django.http import HttpRequest

from minga.doors.office.permissions import allowed


def staff(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; empty outside the back office."""
    who = getattr(request, "employee", None)
    if who is None:
        return {}
    labels = ", ".join(sorted(role.label for role in who.roles))
    return {"employee": who, "employee_roles": labels, "may": allowed(who.roles)}
