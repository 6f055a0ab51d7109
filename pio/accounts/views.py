"""The account's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the account: how one logs in, language, open sessions."""
    return render(request, "accounts/home.html", {})
