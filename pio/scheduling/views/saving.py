"""How a change is saved: at once when it hits nobody, else after a page that names what it hits.

The page carries the digest of what it showed (`seen`), so nobody agrees to something they have not seen.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pio.core.pages import render_form, saved
from pio.scheduling import hits
from pio.scheduling.hits import Hit

TEMPLATE = "scheduling/change_form.html"


def save_or_show(
    request: HttpRequest,
    form: forms.Form,
    page: Mapping[str, Any],
    *,
    hit_by: Callable[[], Sequence[Hit]],
    save: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Answer a POST of `form`: errors, the page with what the change hits, or saved and on to `page["back_url"]`.

    `page`: `title`, `button`, `back_url`, `back`, and optionally `text`. `done`: the words when it is saved.
    """
    if form.is_valid():
        found = list(hit_by())
        if (digest := hits.digest(found)) == request.POST.get("seen", ""):
            if saved(form, save):
                messages.success(request, done)
                return redirect(page["back_url"])
        else:
            page = {**page, "hits": found, "digest": digest, "was_shown": True}
    return render_form(request, TEMPLATE, page, form=form)
