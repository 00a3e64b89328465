"""A review that could not be confirmed, shown again by its address: nothing is sent twice by coming
back to it or loading it again."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

CHANGED = "cambio"


def look_again(request: HttpRequest, path: str, **words: str) -> HttpResponseRedirect:
    """To the review, which works everything out anew: it says why not, or shows what there is now
    and that it changed."""
    asked = {**request.GET.dict(), **words, CHANGED: "1"}
    return HttpResponseRedirect(f"{path}?{urlencode(asked)}")


def has_changed(request: HttpRequest) -> bool:
    """Whether it was confirmed and refused a moment ago."""
    return CHANGED in request.GET
