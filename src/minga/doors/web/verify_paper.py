"""`/verificar/`: whether a paper is the cooperative's, for anybody who holds it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from minga.documents.codes import as_typed, in_groups
from minga.documents.verify import verified_paper
from minga.doors.web.forms.verify_paper import VerifyPaperForm


@require_safe
def verify_paper(request: HttpRequest) -> HttpResponse:
    """Asks for the code; leads to what it says."""
    form = VerifyPaperForm(request.GET if "codigo" in request.GET else None)
    if form.is_valid():
        return redirect("web:verified_paper", in_groups(form.cleaned_data["codigo"]))
    status = 422 if form.errors else 200
    return render(request, "web/verify_paper.html", {"form": form}, status=status)


@require_safe
def verified_paper_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper with that code says, without anybody's name; or that there is none."""
    typed = as_typed(code)
    paper = verified_paper(typed) if typed else None
    shown = {"paper": paper, "code": in_groups(typed) if typed else ""}
    return render(request, "web/verified_paper.html", shown, status=200 if paper else 404)
