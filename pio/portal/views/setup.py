"""Setting up what the centre says about itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.access import SignedInRequest, requires
from pio.core.pages import render_form
from pio.portal import centre, services
from pio.portal.forms import CentreForm


@requires("setup.centre")
def centre_facts(request: SignedInRequest) -> HttpResponse:
    """Facts and opening hours of the centre."""
    now = timezone.now()
    form = CentreForm(request.POST or None, initial=CentreForm.initial_of(centre.read(now=now)))
    if form.is_valid():
        services.save_centre(form.new_facts(), by=request.user, now=now)
        messages.success(request, _("Lagret. Det nye står på nettsidene innen ett minutt."))
        return redirect("setup_centre")
    return render_form(request, "portal/centre_form.html", {}, form=form)
