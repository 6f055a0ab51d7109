"""1,000 hostile and multilingual texts: stored as they were written, shown as text and nothing else."""

import random

import pytest
from django.template.loader import render_to_string

from pio.core import personal_data
from platform_stories import dangers, highlights
from platform_stories.draft import StoryDraft, open_draft
from platform_stories.forms.sharing import StoryForm
from platform_stories.models import Story
from tests.platform_stories.factories import StoryFactory

PIECES = (
    "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "{% load x %}", "'; DROP TABLE story; --", "%s%n%(x)s",
    "\u202e snudd", "\u0000"[:0] + "\ufeff", "👩‍👩‍👧‍👦", "العربية نص طويل",
    "ไม่มีช่องว่าง", "中文没有空格", "Sámegiella čáppa",
    "ɑ̃́̀̂̃", '=HYPERLINK("x")', "../../etc/passwd", "a" * 300, "Trine Dahl", "912 34 567", "01019012345", "\t\t\n\n",
    "&lt;b&gt;", "\\u0000", "<mark>", "</div></main>", "тест по-русски", "Tiếng Việt", "🏳️‍🌈", "\u200b\u200c\u200d",
    "ـــــــ", "1" * 200, "@" * 50, "jeg vil dø", "-----BEGIN", "\x1b[31m", "ﷺ", "Z̸̢a̷l̵g̶o̴",
)  # fmt: skip


def texts() -> list[str]:
    chance = random.Random(7)
    made = [" ".join(chance.choices(PIECES, k=chance.randint(1, 12)))[:8000] for _ in range(960)]
    return made + [piece * (8000 // max(1, len(piece))) for piece in PIECES] + ["x", "\n" * 20 + "å", "𝔘𝔫𝔦", "é" * 8000]


def test_every_text_passes_the_form_the_draft_and_the_marks_unchanged() -> None:
    given = texts()
    assert len(given) >= 1000
    for text in given:
        form = StoryForm({"text": text, "consent": "website"})
        if not form.is_valid():
            assert not text.strip("\ufeff\u200b\u200c\u200d \t\n") or "\x00" in text
            continue
        draft = open_draft(form.draft().seal())
        parts = highlights.parts(draft.text, personal_data.scan(draft.text))
        assert "".join(part.text for part in parts) == draft.text == form.cleaned_data["text"]
        dangers.speaks_of_danger(draft.text)


def test_no_text_becomes_markup() -> None:
    for text in texts()[:300]:
        draft = StoryDraft(text=text, consent="website")
        parts = highlights.parts(text, draft.findings)
        html = render_to_string("platform_stories/sheet.html", {"parts": parts})
        inside = html.replace("<mark>", "").replace("</mark>", "").strip()
        assert (inside.count("<"), inside.count(">")) == (2, 2), text


@pytest.mark.django_db
def test_every_text_comes_back_from_the_database_as_it_was() -> None:
    given = texts()
    stories = Story.objects.bulk_create(StoryFactory.build(text=text) for text in given)
    stored = {story.pk: story.text for story in Story.objects.all()}
    assert [stored[story.pk] for story in stories] == given
