"""What the office works with, read only: legal values, closes of days, who works here."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.day_close.queries import PAGE_SIZE, days, steps_of
from minga.doors.cli.day import STEP_WORDS, VALUE_WORDS, says
from minga.doors.office.gate import StaffRequest
from minga.doors.office.pages import cut, more_url
from minga.kit import clock
from minga.kit.parameter_queries import families, parameter_rows
from minga.staff.queries import employees as everybody

CONFIDENCE = {
    "S": "Fuente leída", "Mh": "Conocido, confianza alta", "Mm": "Conocido, confianza media",
    "Ml": "Conocido, confianza baja", "P": "Decisión del producto",
}  # fmt: skip
# What steps count, in words; a product's or a modality's own name stays as it is.
FIGURES = {
    "accounts": "cuentas", "accrued": "causado", "carry": "por redondear",
    "changed": "créditos que cambian",
    "credited": "abonado", "deposits": "depósitos", "gross": "interés bruto", "loans": "créditos",
    "minimum": "mínimo irreducible", "missing": "falta", "mora": "mora",
    "moved": "créditos que cambian",
    "paid": "pagado", "posted": "contabilizado", "redeemed": "entregados", "released": "liberado",
    "renewed": "renovados", "set_aside": "constituido", "usury_cap_missing": "falta la usura de",
    "withheld": "retenido", "without_plan": "cuentas sin plan", "quotas": "cuotas",
    "skipped": "sin fondos",
    "ended": "terminadas",
}  # fmt: skip


@require_safe
def parameters(request: StaffRequest) -> HttpResponse:
    """The dated values of one family, with source and confidence."""
    named = families()
    family = request.GET.get("familia", "")
    family = family if family in named else (named[0] if named else "")
    on = clock.business_date(clock.now())
    rows = [
        (one, CONFIDENCE.get(one.confidence, one.confidence)) for one in parameter_rows(family, on)
    ]
    shown = {"families": named, "family": family, "rows": rows}
    return render(request, "office/parameters.html", shown)


@require_safe
def closes(request: StaffRequest) -> HttpResponse:
    """The days that were closed, the newest first."""
    try:
        before = date.fromisoformat(request.GET.get("antes", ""))
    except ValueError:
        before = None
    rows, last = cut(days(before=before, limit=PAGE_SIZE + 1), PAGE_SIZE)
    shown = {"rows": rows, "next_url": last and more_url(request, antes=last.date)}
    return render(request, "office/closes.html", shown)


@require_safe
def day_close(request: StaffRequest, year: int, month: int, day: int) -> HttpResponse:
    """One day's close, step by step, with what each counted."""
    try:
        found = steps_of(date(year, month, day))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    row, steps = found
    shown = {
        "day": row,
        "steps": [
            (STEP_WORDS.get(one.step, one.step), one.done_at, _figures(one.figures))
            for one in steps
        ],
    }  # fmt: skip
    return render(request, "office/day_close.html", shown)


@require_safe
def employees(request: StaffRequest) -> HttpResponse:
    """Who works here, with which roles; `minga staff` changes it."""
    rows = [
        (one, ", ".join(str(role.label) for role in one.roles)) for one in everybody(clock.now())
    ]
    return render(request, "office/employees.html", {"rows": rows})


def _figures(figures: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a step counted, without what it found nothing of."""
    return [
        (_named(name), VALUE_WORDS.get(value, value))
        for name, value in figures.items()
        if says(value)
    ]


def _named(figure: str) -> str:
    parts = figure.split(".")
    return " · ".join(FIGURES.get(part, part.replace("_", " ")) for part in parts)
