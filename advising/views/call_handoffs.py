"""What may follow a call, none of it joined to it: a link by SMS, a code word."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from advising.enums.calls import LeafletPage
from advising.forms.call_code_words import AgreementForm, CodeWordForm
from advising.forms.call_leaflets import LeafletForm
from advising.services import call_code_words, call_leaflets
from pio.accounts.access import SignedInRequest, requires
from pio.core.errors import Refusal
from pio.core.pages import render_form


@requires("calls.log")
def leaflet(request: SignedInRequest) -> HttpResponse:
    """Send a link to a page by SMS."""
    form = LeafletForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        call_leaflets.send_leaflet(
            LeafletPage(data["page"]),
            number=data["number"],
            language=data["language"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Lenka er på vei. Nummeret slettes når meldingen er sendt."))
        return redirect("calls_leaflet")
    return render_form(request, "advising/call_leaflet.html", {}, form=form)


@requires("calls.log")
def code_word(request: SignedInRequest) -> HttpResponse:
    """Find, keep and delete what was agreed under a caller's code word, where the centre has turned it on."""
    if not call_code_words.is_on():
        return render(request, "advising/call_code_word_off.html")
    acts = {"finn": _find, "lagre": _keep, "slett": _forget}
    act = acts.get(request.POST.get("gjor", "finn"), _find)
    return act(request) if request.method == "POST" else _word_page(request, CodeWordForm())


def _word_page(request: SignedInRequest, form: CodeWordForm, **more: Any) -> HttpResponse:
    return render_form(request, "advising/call_code_word.html", more, form=form)


def _find(request: SignedInRequest) -> HttpResponse:
    form = CodeWordForm(request.POST)
    if not form.is_valid():
        return _word_page(request, form)
    word = form.cleaned_data["word"]
    found = call_code_words.find_word(word, now=timezone.now())
    initial = {"word": word, "topics": found.topics, "agreement": found.agreement} if found else {"word": word}
    return _word_page(request, form, found=found, keep=AgreementForm(initial=initial, prefix="ny"), asked=True)


def _keep(request: SignedInRequest) -> HttpResponse:
    form = AgreementForm(request.POST, prefix="ny")
    if form.is_valid():
        data = form.cleaned_data
        try:
            call_code_words.keep_agreement(
                data["word"],
                topics=tuple(data["topics"]),
                agreement=data["agreement"],
                by=request.user,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("word", refusal.message)
        else:
            messages.success(request, _("Lagret under kodeordet i 90 dager."))
            return redirect("calls_code_word")
    return _word_page(request, form, keeps=True)


def _forget(request: SignedInRequest) -> HttpResponse:
    form = CodeWordForm(request.POST)
    if form.is_valid() and call_code_words.forget_word(form.cleaned_data["word"], by=request.user):
        messages.success(request, _("Slettet. Ingenting står under kodeordet lenger."))
    else:
        messages.error(request, _("Det sto ingenting under det kodeordet."))
    return redirect("calls_code_word")
