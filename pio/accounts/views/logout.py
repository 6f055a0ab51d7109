"""Logging out: by POST, and the browser is told to forget what it kept (P13)."""

from allauth.account.internal.flows.logout import logout as end_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

CLEAR = '"cache", "cookies", "storage"'


@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Ask on GET, end the session on POST and leave to the front page."""
    if request.method == "GET":
        if not request.user.is_authenticated:
            return redirect("/")
        return render(request, "accounts/logout.html", {})
    target = reverse("account_login") if request.POST.get("next") == reverse("account_login") else "/"
    end_login(request)
    response = redirect(target)
    response["Clear-Site-Data"] = CLEAR
    return response
