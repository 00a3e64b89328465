"""What was typed when a session ended: kept for its member, and shown again in the same form.

1. `FORMS` is the whole list: a page that is not in it keeps nothing, a field not named is dropped.
2. No PIN, code, answer or image is in it, no file, no consent (a tick is given, not remembered),
   and no page with a button alone: what a button does is never done later.
3. Guard, no session: the words go to `access.keep_form` under the dead session's member, and the
   browser to the sign-in with the bare address of the form. Nothing typed is in any address.
4. Guard, signed in: the words of that member and that page fill in the form, and a notice says so.
   Nothing is sent until the person presses the button; what they send is checked as always.
5. Sent, it is forgotten, whatever came of it: the page has the words from then on.
6. Another member in that browser asks with their own id and finds nothing of anybody's.
7. Where nobody can say whose it was (no cookie, ended by somebody, too late) nothing is kept, and
   the sign-in page says that it must be typed again.
8. Forms that travel in an address (a CDAT, the payment of a credit) are kept the same way, when
   they come from a page of the office; from their review pages one comes back to the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse

from minga.access.keep_form import NotKept, forget_form, keep_form, kept_form
from minga.doors.web import cookies
from minga.doors.web.signed_in import SignedInMember
from minga.kit import clock


@dataclass(frozen=True, slots=True)
class TypedPage:
    """The fields of a page that are kept; `form`: the page that asks for them, if another."""

    fields: tuple[str, ...]
    form: str = ""


_KEY = "orden"  # of what the button does once, however often it is pressed
_CREDIT = ("linea", "valor", "cuotas", "metodo", "dia", "gracia", "cuenta")
_DEPOSIT = ("plan", "origen", "valor", "dias", "cada", "instruccion")
_PAYMENT = ("que", "valor", "origen")
FORMS: Mapping[str, TypedPage] = {
    "web:start_credit": TypedPage((*_CREDIT, _KEY)),
    "web:credit_terms": TypedPage(_CREDIT),
    "web:credit_income": TypedPage(("ingresos", "gastos", "destino")),
    "web:credit_codebtors": TypedPage(("tipo_documento", "numero")),
    "web:ask_account": TypedPage(("origen", _KEY)),
    "web:new_goal": TypedPage(
        ("plan", "nombre", "meta", "cuota", "primera", "meses", "origen"),
    ),
    "web:new_term_deposit": TypedPage(_DEPOSIT),
    "web:open_deposit": TypedPage(_DEPOSIT, form="web:new_term_deposit"),
    "web:make_transfer": TypedPage(("origen", "destino", "valor", "nota")),
    "web:quotas": TypedPage(("valor", "origen")),
    "web:pay_loan": TypedPage(_PAYMENT),
    "web:review_loan_payment": TypedPage(_PAYMENT, form="web:pay_loan"),
}


def keep(request: HttpRequest) -> str | None:
    """Keeps what a request without a session brought, and says the bare path of its form: empty
    when it could not be kept, None when nothing was typed on such a page."""
    page, path, typed = _typed(request)
    if page is None or not typed or not _comes_from_inside(request):
        return None
    token = cookies.read(request, cookies.SESSION)
    try:
        keep_form(session_token=token, path=path, fields=typed, at=clock.now())
    except NotKept:
        return ""
    return path


def given_back(request: HttpRequest, member: SignedInMember) -> dict[str, str]:
    """What this member had typed on this page before; forgotten as soon as they send something."""
    page, path, typed = _typed(request)
    if page is None:
        return {}
    if request.method == "POST" or typed:
        forget_form(member_id=member.id, path=path)
        return {}
    return kept_form(member.id, path, clock.now())


def _typed(request: HttpRequest) -> tuple[TypedPage | None, str, dict[str, str]]:
    """The page, the path of its form, and what came of its fields in the form or the address."""
    match: ResolverMatch | None = request.resolver_match
    page = FORMS.get(match.view_name) if match else None
    if match is None or page is None:
        return None, "", {}
    path = reverse(page.form, kwargs=match.kwargs) if page.form else request.path
    came = request.GET.dict() | request.POST.dict()
    return page, path, {name: came[name] for name in page.fields if name in came}


def _comes_from_inside(request: HttpRequest) -> bool:
    """Whether it was typed on a page of the office. A form's token says it of what is posted: it
    changes with each sign-in. An address may come from the public simulators, used by whoever
    is there now."""
    if request.method == "POST":
        return True
    from_page = urlsplit(request.headers.get("Referer", ""))
    is_ours = from_page.netloc == request.get_host()
    return is_ours and from_page.path.startswith(reverse("web:office_home"))
