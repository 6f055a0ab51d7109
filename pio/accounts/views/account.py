"""The account's own pages: what it is, its name and language, where it is signed in, and the invitation to it."""

from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pio.accounts import invitations, landing, selectors, services
from pio.accounts.access import SignedInRequest
from pio.accounts.enums import Language
from pio.accounts.forms.account import InvitationForm, LanguageForm, ProfileForm
from pio.accounts.middleware import LANGUAGE
from pio.accounts.sessions import digest
from pio.accounts.views.clothes import posted
from pio.core.pages import render_form


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """Show the account: ways to log in, second factors, open sessions."""
    account = selectors.account_overview(request.user, current=digest(str(request.session.session_key)))
    return render(request, "accounts/home.html", {"account": account, "landing": landing.url_for(request.user)})


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """Change name and language."""
    form = ProfileForm(posted(request), instance=request.user)
    if form.is_valid():
        services.change_profile(request.user, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
        messages.success(request, _("Endringene er lagret."))
        return redirect("account_home")
    return render_form(request, "accounts/profile.html", {}, form=form)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of the signed-in pages, and go back to where one was."""
    other = Language.NORWEGIAN if (get_language() or "nb").startswith("en") else Language.ENGLISH
    form = LanguageForm({"language": request.POST.get("language", other)})
    if form.is_valid():
        if request.user.is_authenticated:
            services.change_profile(request.user, name=request.user.name, language=form.cleaned_data["language"])
        else:
            request.session[LANGUAGE] = form.cleaned_data["language"]
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if is_ours and target.startswith("/") else "account_home")


@login_required
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """Log out everywhere else."""
    services.end_other_sessions(request.user, keep=digest(str(request.session.session_key)))
    messages.success(request, _("Du er logget ut alle andre steder."))
    return redirect("account_home")


def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let somebody who was invited choose a password. The link works once; opening it changes nothing."""
    user = invitations.open_invitation(token)
    if user is None:
        return render(request, "accounts/invitation_gone.html", {}, status=410)
    form = InvitationForm(user, posted(request))
    if form.is_valid():
        services.accept_invitation(user, password=form.cleaned_data["password1"], now=timezone.now())
        end_session(request)
        messages.success(request, _("Passordet er lagret. Nå kan du logge inn."))
        return redirect("account_login")
    return render_form(request, "accounts/invitation.html", {"person": user}, form=form)
