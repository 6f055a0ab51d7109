"""The receipt's page: type it in, read the answer, write back, change the consent, take everything back.

The receipt never stands in an address. The opened page's forms carry a sealed pass for half an hour; each names its act
in the hidden field `act`.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.core.errors import Refusal
from pio.core.pages import render_form
from pio.core.public import StateInvalid, no_store, public_form
from platform_stories.enums import Writer
from platform_stories.forms.receipts import ConsentForm, ReceiptForm, ReplyForm, WithdrawForm
from platform_stories.limits import TooManyAtOnce
from platform_stories.models import Story
from platform_stories.services import receipts as services

PASS = "pass"  # noqa: S105  the name of a field


@no_store
@public_form
def receipt_page(request: HttpRequest) -> HttpResponse:
    """The form for the receipt, or what it opens."""
    if request.method != "POST":
        return _ask(request, ReceiptForm())
    if PASS in request.POST:
        try:
            story = services.open_pass(request.POST[PASS])
        except (StateInvalid, services.ReceiptNotFound) as refusal:
            return _ask(request, ReceiptForm(), refusal=refusal.message)
        return _act(request, story)
    form = ReceiptForm(request.POST)
    if form.is_valid():
        try:
            return _opened(request, services.open_receipt(form.cleaned_data["receipt"]))
        except services.ReceiptNotFound as refusal:
            form.add_error("receipt", refusal.message)
        except TooManyAtOnce as refusal:
            return _ask(request, form, refusal=refusal.message, status=HTTPStatus.TOO_MANY_REQUESTS)
    return _ask(request, form)


def _ask(request: HttpRequest, form: ReceiptForm, refusal: str = "", status: int = 0) -> HttpResponse:
    response = render_form(request, "platform_stories/receipt_form.html", {"refusal": refusal}, form=form)
    response.status_code = status or response.status_code
    return response


def _opened(
    request: HttpRequest, story: Story, bound: Form | None = None, said: str = "", refusal: str = ""
) -> HttpResponse:
    forms: dict[str, Form] = {
        "reply": ReplyForm(auto_id="svar_%s"),
        "consent": ConsentForm(initial={"consent": story.consent}, auto_id="valg_%s"),
        "withdraw": WithdrawForm(auto_id="trekk_%s"),
    }
    forms |= {name: bound for name, form in forms.items() if type(form) is type(bound) and bound is not None}
    context: dict[str, Any] = {
        "story": story, "sealed": services.seal_pass(story), "thread": list(story.messages.all()), "said": said,
        "refusal": refusal, "centre_wrote": Writer.CENTRE, "quote": getattr(story, "quote", None),
        **{f"{name}_form": form for name, form in forms.items()},
    }  # fmt: skip
    return render_form(request, "platform_stories/receipt_open.html", context, form=bound or forms["reply"])


def _act(request: HttpRequest, story: Story) -> HttpResponse:
    acts: dict[str, Callable[[HttpRequest, Story], HttpResponse]] = {
        "reply": _reply, "consent": _consent, "withdraw": _withdraw,
    }  # fmt: skip
    try:
        return acts.get(request.POST.get("act", ""), _opened)(request, story)
    except services.ReceiptNotFound as refusal:
        return _ask(request, ReceiptForm(), refusal=refusal.message)
    except Refusal as refusal:
        return _opened(request, story, refusal=refusal.message)


def _reply(request: HttpRequest, story: Story) -> HttpResponse:
    form = ReplyForm(request.POST, auto_id="svar_%s")
    if not form.is_valid():
        return _opened(request, story, form)
    services.add_message(story, by=Writer.RELATIVE, text=form.cleaned_data["message"], now=timezone.now())
    return _opened(request, story, said=_("Takk. Vi leser det du skrev."))


def _consent(request: HttpRequest, story: Story) -> HttpResponse:
    form = ConsentForm(request.POST, auto_id="valg_%s")
    if not form.is_valid():
        return _opened(request, story, form)
    changed = services.change_consent(story, consent=form.cleaned_data["consent"], now=timezone.now())
    return _opened(request, changed, said=_("Valget ditt er lagret, og gjelder fra nå."))


def _withdraw(request: HttpRequest, story: Story) -> HttpResponse:
    form = WithdrawForm(request.POST, auto_id="trekk_%s")
    if not form.is_valid():
        return _opened(request, story, form)
    services.withdraw(story, now=timezone.now())
    return render(request, "platform_stories/receipt_withdrawn.html")
