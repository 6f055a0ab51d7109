"""The public page: what an ombud is, and the form to ask for one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from ombud.forms.enquiries import EnquiryForm
from ombud.services.enquiries import IntakeStopped, current_stop, receive_enquiry
from pio.core import choices
from pio.core.pages import render_form
from pio.core.public import public_form


@public_form
def about(request: HttpRequest) -> HttpResponse:
    """What an ombud does; ask for one, unless there is an intake stop."""
    now = timezone.now()
    form = EnquiryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            receive_enquiry(form.enquiry(language=get_language() or "nb"), now=now)
        except IntakeStopped as refusal:
            form.add_error(None, refusal.message)
        else:
            values = form.cleaned_data
            response = render(request, "ombud/enquiry_receipt.html", {"for_another": values["source"] != "client"})
            response.headers["Cache-Control"] = "no-store"
            return response
    areas = [option.label for option in choices.options("assignment_category")]
    context = {"stop": current_stop(timezone.localdate(now)), "areas": areas}
    return render_form(request, "ombud/about.html", context, form=form)
