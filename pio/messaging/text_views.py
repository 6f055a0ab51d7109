"""`/intern/oppsett/meldinger/tekster/…`: one message text in one language, edited by the manager."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import or_404
from pio.core.pages import render_form
from pio.messaging import own_texts, selectors, text_editing
from pio.messaging.text_editing import Editable, TextRefused
from pio.messaging.text_forms import MessageTextForm


@requires("messaging.texts")
def message_text(request: SignedInRequest, language: str, key: str) -> HttpResponse:
    """Edit a text; the button `preview` shows it with made-up data and saves nothing."""
    text = _text(key, language)
    form = MessageTextForm(request.POST or None, initial=_initial(text), has_subject=text.has_subject)
    shown = None
    if form.is_valid():
        given = {"subject": form.cleaned_data.get("subject", ""), "body": form.cleaned_data["body"]}
        try:
            text_editing.check(text, **given)
        except TextRefused as refusal:
            form.add_error(refusal.column if refusal.column in form.fields else None, refusal.message)
        else:
            if "preview" not in request.POST:
                text_editing.save(text, **given, by=request.user.pk, now=timezone.now())
                messages.success(request, _("Teksten er lagret. Meldinger som sendes om et minutt, har den."))
                return redirect(f"{reverse('message_texts')}?sprak={language}")
            shown = text_editing.preview(text, **given)
    return render_form(request, "messaging/message_text.html", _context(text, shown), form=form)


@requires("messaging.texts")
@require_POST
def message_text_default(request: SignedInRequest, language: str, key: str) -> HttpResponse:
    """Go back to the text that the portal came with."""
    text_editing.back_to_default(_text(key, language), by=request.user.pk, now=timezone.now())
    messages.success(request, _("Standardteksten brukes igjen."))
    return redirect(f"{reverse('message_texts')}?sprak={language}")


def _text(key: str, language: str) -> Editable:
    found = text_editing.find_text(key, language) if language in dict(settings.LANGUAGES) else None
    return or_404(found)


def _initial(text: Editable) -> dict[str, str]:
    """What the form begins with: the own text, or the template's."""
    words = own_texts.all_own().get((text.seen.key, text.language)) or text.default
    return {"subject": words.subject, "body": words.body.strip()}


def _context(text: Editable, shown: object) -> dict[str, object]:
    return {
        "text": text,
        "shown": shown,
        "label": selectors.label_of(text.kind.key),
        "language_name": dict(settings.LANGUAGES)[text.language],
        "is_own": (text.seen.key, text.language) in own_texts.all_own(),
        "history": selectors.text_history(text.seen.key, text.language),
    }
