"""`/intern/oppsett/lister/`: the answers that forms offer, edited by the centre."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core import choice_lists
from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.portal import choice_pages
from pio.portal.choice_forms import NewAnswerForm, WordingForm


@requires("setup.choices")
def lists(request: SignedInRequest) -> HttpResponse:
    """Every list, those that can grow first."""
    lines = choice_lists.overview(today=timezone.localdate())
    open_lists = [(choice_pages.label_of(line.row), line) for line in lines if not line.is_fixed]
    fixed_lists = [(choice_pages.label_of(line.row), line) for line in lines if line.is_fixed]
    return render(request, "portal/choice_lists.html", {"open_lists": open_lists, "fixed_lists": fixed_lists})


@requires("setup.choices")
def one_list(request: SignedInRequest, list_name: str) -> HttpResponse:
    """The answers of a list and what was changed."""
    page = choice_pages.list_page(choice_pages.access_list(list_name), today=timezone.localdate())
    return render(request, "portal/choice_list.html", {"page": page})


@requires("setup.choices")
def new_answer(request: SignedInRequest, list_name: str) -> HttpResponse:
    """Add an answer."""
    row = choice_pages.access_list(list_name)
    form = NewAnswerForm(request.POST or None, groups=choice_pages.groups_of(list_name))
    if form.is_valid():
        group = form.cleaned_data.get("group", "")
        try:
            choice_lists.add(list_name, form.wording(), group=group, by=request.user.pk, now=timezone.now())
        except Refusal as refusal:
            form.add_error(getattr(refusal, "column", None), refusal.message)
        else:
            messages.success(request, _("Svaret er lagt til."))
            return redirect("setup_list", list_name)
    context = {"label": choice_pages.label_of(row), "list": row}
    return render_form(request, "portal/choice_new.html", context, form=form)


@requires("setup.choices")
def answer(request: SignedInRequest, list_name: str, code: str) -> HttpResponse:
    """Change the words or the days of an answer."""
    row = choice_pages.access_answer(list_name, code)
    has_days = not choice_lists.is_fixed(list_name)
    form = WordingForm(request.POST or None, initial=WordingForm.initial_of(row), has_days=has_days)
    if form.is_valid():
        try:
            choice_lists.change(list_name, code, form.wording(row), by=request.user.pk, now=timezone.now())
        except Refusal as refusal:
            form.add_error(getattr(refusal, "column", "valid_to" if has_days else None), refusal.message)
        else:
            messages.success(request, _("Endringen er lagret og gjelder fra nå."))
            return redirect("setup_list", list_name)
    context = {"row": row, "label": choice_pages.label_of(row.list), "has_days": has_days}
    return render_form(request, "portal/choice_answer.html", context, form=form)
