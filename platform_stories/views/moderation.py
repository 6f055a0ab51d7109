"""The editors' queue and the page of one experience: read, redact, propose a quote, answer, finish, pass on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pio.accounts.access import SignedInRequest, requires
from pio.core import personal_data
from pio.core.errors import Refusal
from pio.core.pages import render_form
from platform_stories import highlights
from platform_stories.dangers import speaks_of_danger
from platform_stories.enums import QUOTABLE, QuoteStatus, StoryStatus, Writer
from platform_stories.forms.moderation import AnswerForm, QuoteForm, RedactionForm
from platform_stories.models import Story
from platform_stories.permissions import access_story
from platform_stories.selectors import moderation as selectors
from platform_stories.services import moderation as services
from platform_stories.services.publishing import propose_quote

TABS = {
    "les": None,
    "svar": None,
    "venter": QuoteStatus.PROPOSED,
    "planlagt": QuoteStatus.SCHEDULED,
    "publisert": QuoteStatus.PUBLISHED,
}


@require_safe
@requires("stories.moderate")
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits to be read, and quotes on their way."""
    tab = request.GET.get("vis", "les")
    tab = tab if tab in TABS else "les"
    status, counts = TABS[tab], selectors.counts(request.user)
    rows = selectors.queue(request.user, today=timezone.localdate()) if tab == "les" else []
    context = {
        "tabs": _tabs(tab), "tab": tab, "rows": rows, "unread": counts["unread"],
        "replies": selectors.replies(request.user) if tab == "svar" else [],
        "quotes": selectors.quotes(request.user, status) if status else [],
    }  # fmt: skip
    return render(request, "platform_stories/queue.html", context)


def _tabs(chosen: str) -> list[dict[str, Any]]:
    names = {
        "les": _("Å lese"), "svar": _("Svar fra dem som skrev"), "venter": _("Venter på en til"),
        "planlagt": _("Planlagt"), "publisert": _("Publisert"),
    }  # fmt: skip
    return [{"label": name, "url": f"?vis={key}", "is_current": key == chosen} for key, name in names.items()]


@require_safe
@requires("stories.moderate")
def story_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One experience."""
    return _page(request, access_story(request.user, pk))


@require_POST
@requires("stories.moderate")
def story_redact(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep the redacted text and the themes."""
    story, form = access_story(request.user, pk), RedactionForm(request.POST, auto_id="sladd_%s")
    return _act(request, story, form, _("Teksten er lagret."), lambda data: services.save_redaction(
        story, text=data["text"], themes=data["themes"], by=request.user, now=timezone.now()
    ))  # fmt: skip


@require_POST
@requires("stories.publish")
def story_quote(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Propose a quote; another editor decides."""
    story, form = access_story(request.user, pk), QuoteForm(request.POST, auto_id="sitat_%s")
    said = _("Sitatet venter på en redaktør til.")
    return _act(request, story, form, said, lambda data: propose_quote(
        story, text=data["quote"], themes=story.themes, with_relation=data["with_relation"], by=request.user,
        now=timezone.now(),
    ))  # fmt: skip


@require_POST
@requires("stories.answer")
def story_answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Answer whoever has the receipt."""
    story, form = access_story(request.user, pk), AnswerForm(request.POST, auto_id="svar_%s")
    return _act(request, story, form, _("Svaret er lagt ved kvitteringen."), lambda data: services.answer_writer(
        story, text=data["answer"], by=request.user, now=timezone.now()
    ))  # fmt: skip


@require_POST
@requires("stories.moderate")
def story_decide(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Finish the reading without a quote."""
    services.decide(access_story(request.user, pk), by=request.user, now=timezone.now())
    messages.success(request, _("Teksten er lest ferdig. Originalen slettes om 30 dager."))
    return redirect("stories_queue")


@require_POST
@requires("stories.moderate")
def story_pass_on(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Never show this experience to me again."""
    services.pass_on(access_story(request.user, pk), by=request.user, now=timezone.now())
    messages.success(request, _("Du ser ikke denne teksten igjen. Ingen andre ser at du sendte den videre."))
    return redirect("stories_queue")


def _act(
    request: SignedInRequest, story: Story, form: Form, said: str, verb: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, story, form)
    try:
        verb(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, story, form)
    messages.success(request, said)
    return redirect(story)


def _page(request: HttpRequest, story: Story, bound: Form | None = None) -> HttpResponse:
    redaction = RedactionForm.of(story)
    quote = getattr(story, "quote", None)
    forms: dict[str, Form] = {
        "redaction": redaction,
        "quote_form": QuoteForm(initial={"quote": quote.draft if quote else ""}, auto_id="sitat_%s"),
        "answer": AnswerForm(auto_id="svar_%s"),
    }
    forms = {name: bound if bound is not None and type(bound) is type(form) else form for name, form in forms.items()}
    text = story.text or ""
    context = {
        "story": story, "quote": quote, "parts": highlights.parts(text, personal_data.scan(text)), **forms,
        "thread": list(story.messages.all()), "centre_wrote": Writer.CENTRE, "is_urgent": speaks_of_danger(text),
        "kept": selectors.kept(story, today=timezone.localdate()), "may_quote": story.consent in QUOTABLE,
        "is_open": story.status == StoryStatus.RECEIVED,
    }  # fmt: skip
    return render_form(request, "platform_stories/story_detail.html", context, form=bound or redaction)
