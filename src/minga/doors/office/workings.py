"""What the office works with, read only: legal values, closes of days, who works here."""

from datetime import date
from operator import itemgetter

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.day_close.queries import PAGE_SIZE, days, steps_of
from minga.doors.cli.day import STEP_WORDS
from minga.doors.office.close_words import figures_told
from minga.doors.office.gate import StaffRequest
from minga.doors.office.pages import cut, more_url
from minga.kit import clock
from minga.kit.parameter_queries import families, parameter_rows
from minga.staff.queries import employees as everybody

CONFIDENCE = {
    "S": "Fuente leída", "Mh": "Conocido, confianza alta", "Mm": "Conocido, confianza media",
    "Ml": "Conocido, confianza baja", "P": "Decisión del producto",
}  # fmt: skip
FAMILIES = {
    "access": "Ingreso y seguridad", "arrears": "Categorías por mora", "breb": "Bre-B",
    "cdat": "CDAT", "deadline": "Plazos de la ley", "gmf": "4x1000", "ibc": "Interés corriente",
    "impairment": "Deterioro de cartera", "inflation_component": "Componente inflacionario",
    "libranza": "Libranza", "liquidity_fund": "Fondo de liquidez", "loans": "Créditos",
    "mora": "Intereses de mora", "notices": "Avisos a los asociados",
    "prepayment": "Pago anticipado",
    "retention": "Retención en la fuente", "smmlv": "Salario mínimo", "staff": "Empleados",
    "usury": "Tasa de usura", "uvb": "UVB", "uvt": "UVT",
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
    shown = {
        "families": sorted(((one, FAMILIES.get(one, one)) for one in named), key=itemgetter(1)),
        "family": family, "title": FAMILIES.get(family, family), "rows": rows,
    }  # fmt: skip
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
            (STEP_WORDS.get(one.step, one.step), one.done_at, figures_told(one.figures))
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
