"""Sharing an experience: write, look over, receipt. One address; the words travel sealed in the form until then.

A POST without a button's name goes on. The named buttons of the second page: `fjern` (a number or `alle`), `behold`
(a number) and `endre` (back to the form).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.core.pages import render_form
from pio.core.public import StateInvalid, no_store, public_form
from platform_stories import highlights, receipts
from platform_stories.dangers import speaks_of_danger
from platform_stories.draft import HIDDEN, StoryDraft, open_draft
from platform_stories.forms.sharing import StoryForm
from platform_stories.limits import TooManyAtOnce
from platform_stories.models import MOST_CHARACTERS
from platform_stories.services.submitting import submit_story


@no_store
@public_form
def share(request: HttpRequest) -> HttpResponse:
    """The form, the page to look over, or the receipt."""
    if request.method != "POST":
        return _form(request, StoryForm())
    draft = _draft(request)
    if "text" in request.POST or draft is None:
        form = StoryForm(request.POST)
        return _check(request, form.draft(draft)) if form.is_valid() else _form(request, form, draft)
    if "endre" in request.POST:
        return _form(request, StoryForm.of(draft), draft)
    if number := request.POST.get("fjern"):
        return _check(request, draft.without(number))
    if number := request.POST.get("behold"):
        return _check(request, draft.keeping(number))
    return _send(request, draft)


def _draft(request: HttpRequest) -> StoryDraft | None:
    try:
        return open_draft(request.POST.get(HIDDEN, ""))
    except StateInvalid:
        return None


def _form(request: HttpRequest, form: StoryForm, draft: StoryDraft | None = None) -> HttpResponse:
    context = {"state": draft.seal() if draft else "", "most": MOST_CHARACTERS}
    return render_form(request, "platform_stories/share_form.html", context, form=form)


def _check(request: HttpRequest, draft: StoryDraft, refusal: str = "", status: int = 200) -> HttpResponse:
    found = draft.findings
    context = {
        "draft": draft, "state": draft.seal(), "findings": highlights.named(found), "refusal": refusal,
        "parts": highlights.parts(draft.text, found), "is_danger": speaks_of_danger(draft.text),
    }  # fmt: skip
    return render(request, "platform_stories/share_check.html", context, status=status)


def _send(request: HttpRequest, draft: StoryDraft) -> HttpResponse:
    try:
        code = submit_story(draft, now=timezone.now())
    except TooManyAtOnce as refusal:
        return _check(request, draft, refusal=refusal.message, status=429)
    context = {"receipt": receipts.shown(code), "is_danger": speaks_of_danger(draft.text)}
    return render(request, "platform_stories/share_receipt.html", context)
