"""The manager's own words in the report, chapter by chapter, in Norwegian and English."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form
from pio.drafts import services as drafts
from stats.forms import ChapterTextForm
from stats.publishing.snapshot import LANGUAGES
from stats.registry import Chapter
from stats.selectors.running import chapter_titles
from stats.selectors.texts import texts_of, versions_of
from stats.services.texts import write_text
from stats.views.years import known_year


@requires("figures.publish")
def texts_page(request: SignedInRequest, year: int) -> HttpResponse:
    """The chapters of a year, and which have a text."""
    written = texts_of(known_year(year))
    chapters = [
        (chapter.value, title, [(language, written.get(chapter.value, {}).get(language, "")) for language in LANGUAGES])
        for chapter, title in chapter_titles().items()
    ]
    return render(request, "stats/texts.html", {"year": year, "chapters": chapters})


@requires("figures.publish")
def text_page(request: SignedInRequest, year: int, chapter: str, language: str) -> HttpResponse:
    """Write the text of one chapter in one language; the earlier versions stand below."""
    known_year(year)
    if chapter not in set(Chapter) or language not in LANGUAGES:
        raise Http404
    current = texts_of(year).get(chapter, {}).get(language, "")
    form = ChapterTextForm(request.POST if request.method == "POST" else None, initial={"text": current})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        now = timezone.now()
        with transaction.atomic():
            drafts.finish(request.POST.get("draft_id"), by=request.user, now=now)
            saved = write_text(year, chapter=chapter, language=language, text=text, by=request.user, now=now)
        messages.success(request, _("Teksten er lagret.") if saved else _("Ingenting er endret."))
        return redirect("figures_texts", year)
    context = {
        "year": year, "title": chapter_titles()[Chapter(chapter)], "language": language,
        "versions": versions_of(year, chapter, language),
    }  # fmt: skip
    return render_form(request, "stats/text.html", context, form=form)
