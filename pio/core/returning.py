"""From a page of one part to a form of another and back, without the two parts knowing each other.

The address to come back to travels in the form, never in a URL, and is only ever a page below `/intern/`. What the form
tells the page it returns to (a day, a person of the staff) waits in the session until that page is shown, once.
"""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "tilbake"
HELD = "handed_back"
INSIDE = "/intern/"


def way_back(request: HttpRequest) -> str:
    """The address in the posted form, or "" when there is none or it is not one of ours below `/intern/`."""
    path = request.POST.get(FIELD, "")
    is_ours = path.startswith(INSIDE) and ".." not in path and "\\" not in path
    return path if is_ours and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def go_back(request: HttpRequest, path: str, told: Mapping[str, str]) -> HttpResponseRedirect:
    """Return to `path` (from `way_back`) and let it know what was `told`: codes and dates, no words."""
    request.session[HELD] = {"path": path, "told": dict(told)}
    return HttpResponseRedirect(path)


def handed_back(request: HttpRequest) -> dict[str, str]:
    """What a form told this page, once; empty when nobody did, or told another page."""
    held = request.session.get(HELD)
    if not held or held["path"] != request.path:
        return {}
    del request.session[HELD]
    told: dict[str, str] = held["told"]
    return told
