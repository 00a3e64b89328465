"""A security image behind an address that tells nothing about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from minga.access import queries
from minga.doors.web import cookies
from minga.kit import clock


@require_safe
def security_image(request: HttpRequest, token: str) -> HttpResponse:
    """The image, to whoever is on the way in it was shown on; 404 to everybody else."""
    flows = [cookies.read(request, name) for name in (*cookies.FLOW.values(), cookies.SESSION)]
    image = queries.image(flows, token, clock.now())
    if image is None:
        raise Http404
    response = HttpResponse(image, content_type="image/svg+xml")
    # Every image has the same length; compressed, its length would tell which one it is.
    response.headers["Content-Length"] = str(len(image))
    response.headers["Cache-Control"] = "private, no-store, no-transform"
    return response
