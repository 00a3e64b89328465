"""The books as an accountant reads them: the same queries as `minga books`."""

import csv
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minga.doors.cli.books import write_trial_balance
from minga.doors.office.book_words import entry_words, found_reference
from minga.doors.office.gate import StaffRequest
from minga.doors.office.pages import cut, day_asked, more_url, typed
from minga.doors.web.access_page import visitor
from minga.kit import clock
from minga.kit.money import ZERO
from minga.ledger import book_pages
from minga.ledger.daily_book import UnknownChartAccount
from minga.ledger.queries import trial_balance as all_rows
from minga.staff.open_file import see

LOOKED_BACK = timedelta(days=31)


@require_safe
def books(request: StaffRequest) -> HttpResponse:
    """The ways into the books; first, by what a receipt says."""
    today = clock.business_date(clock.now())
    shown = {"today": today, "since": today - LOOKED_BACK}
    return render(request, "office/books.html", shown)


@require_safe
def find_entry(request: StaffRequest) -> HttpResponse:
    """Entries with a receipt's reference; the only one opens by itself."""
    since = day_asked(request, "desde", clock.business_date(clock.now()) - LOOKED_BACK)
    said = typed(request, "referencia")
    reference = found_reference(said)
    found = book_pages.entries_with_reference(reference, since) if reference else []
    _see(request, "reference", reference or "-")
    if len(found) == 1:
        return redirect("office:entry", found[0].id)
    shown = {"entries": found, "typed": said, "since": since, "asked": "referencia" in request.GET}
    return render(request, "office/find_entry.html", shown)


@require_safe
def trial_balance(request: StaffRequest) -> HttpResponse:
    """Every used account up to a day, with its totals."""
    day = day_asked(request, "fecha", clock.business_date(clock.now()))
    rows = all_rows(day)
    shown = {
        "day": day, "rows": rows,
        "debit": sum((one.debit for one in rows), ZERO),
        "credit": sum((one.credit for one in rows), ZERO),
        "csv_url": f"{reverse('office:trial_balance_csv')}?fecha={day}",
    }  # fmt: skip
    return render(request, "office/trial_balance.html", shown)


@require_safe
def trial_balance_csv(request: StaffRequest) -> HttpResponse:
    """The same for a spreadsheet, as `minga books trial-balance --csv` writes it."""
    day = day_asked(request, "fecha", clock.business_date(clock.now()))
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="balance-de-prueba-{day}.csv"'},
    )
    write_trial_balance(csv.writer(response), all_rows(day))
    _see(request, "trial_balance_csv", str(day))
    return response


@require_safe
def daily_book(request: StaffRequest) -> HttpResponse:
    """The entries of one day, line by line."""
    day = day_asked(request, "dia", clock.business_date(clock.now()))
    after = _place(request.GET.get("despues", ""))
    size = book_pages.PAGE_SIZE
    lines, last = cut(book_pages.journal_page(day, after=after, limit=size + 1), size)
    shown = {
        "day": day, "lines": lines,
        "next_url": last and more_url(request, despues=f"{last.entry_id}.{last.line_no}"),
    }  # fmt: skip
    return render(request, "office/daily_book.html", shown)


@require_safe
def general_ledger(request: StaffRequest) -> HttpResponse:
    """One account's lines of some days, with the balance each left."""
    today = clock.business_date(clock.now())
    since = day_asked(request, "desde", today.replace(day=1))
    until = day_asked(request, "hasta", today)
    code, size = typed(request, "cuenta"), book_pages.PAGE_SIZE
    shown = {
        "code": code, "since": since, "until": until, "chart": book_pages.used_codes(),
        "asked": "cuenta" in request.GET,
    }  # fmt: skip
    try:
        account, found = book_pages.ledger_page(
            code, since, until, after=_day_place(request), limit=size + 1
        )
    except UnknownChartAccount:
        return render(request, "office/general_ledger.html", shown)
    rows, last = cut(found, size)
    if last is not None:
        line = last[0]
        place = f"{line.business_date}.{line.entry_id}.{line.line_no}"
        shown["next_url"] = more_url(request, despues=place)
    shown |= {"account": account, "rows": rows, "closing": rows[-1][1] if rows else account.opening}
    return render(request, "office/general_ledger.html", shown)


@require_safe
def entry(request: StaffRequest, entry_id: int) -> HttpResponse:
    """One entry with its lines and where it comes from."""
    found = book_pages.entry(entry_id) if entry_id < 2**63 else None
    if found is None:
        raise Http404
    after, size = _place("0." + request.GET.get("despues", "0"))[1], book_pages.PAGE_SIZE
    lines, last = cut(book_pages.entry_lines(entry_id, after=after, limit=size + 1), size)
    _see(request, "entry", f"entry:{entry_id}")
    shown = entry_words(found) | {
        "entry": found, "lines": lines,
        "next_url": last and more_url(request, despues=last.line_no),
    }  # fmt: skip
    return render(request, "office/entry.html", shown)


def _see(request: StaffRequest, what: str, subject: str) -> None:
    see(who=request.employee, what=what, subject=subject[:80], by=visitor(request), at=clock.now())


def _place(text: str) -> tuple[int, int]:
    """«12.3»: an entry and a line; the beginning for anything else."""
    entry_id, _, line = text.partition(".")
    if not (entry_id.isdecimal() and line.isdecimal()):
        return book_pages.START
    return min(int(entry_id), 2**63 - 1), min(int(line), 2**31 - 1)


def _day_place(request: StaffRequest) -> book_pages.DayPlace | None:
    day, _, rest = request.GET.get("despues", "").partition(".")
    place = _place(rest)
    if place == book_pages.START:
        return None
    try:
        return (date.fromisoformat(day), *place)
    except ValueError:
        return None
