"""URLs of this part. `public` also exists under /en/; `plain` has one address only.

allauth's views keep its names (it looks them up itself); each wears our template.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, path

from pio.accounts import demo, openid, second_factor
from pio.accounts.views import account as own
from pio.accounts.views import openid as elsewhere
from pio.accounts.views import own_data, people
from pio.accounts.views.clothes import page
from pio.accounts.views.logout import logout
from pio.accounts.views.second_factor import ActivateApp, AddPasskey

T = "accounts/"


def _shown_at_login() -> dict[str, Any]:
    return demo.shown_at_login() | openid.shown_at_login()


_login = [
    path("login/", page(account.login, f"{T}login.html", adds=_shown_at_login), name="account_login"),
    path(
        "login/code/",
        page(account.request_login_code, f"{T}code_request.html", sends_to="email"),
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        page(account.confirm_login_code, f"{T}code_confirm.html"),
        name="account_confirm_login_code",
    ),
    path("oidc/login/", elsewhere.begin, name="openid_begin"),
    path("oidc/login/callback/", elsewhere.back, name="openid_back"),
    path("logout/", logout, name="account_logout"),
    path("inactive/", page(account.account_inactive, f"{T}inactive.html"), name="account_inactive"),
    path("signup/", page(account.signup, f"{T}signup.html", sends_to="email"), name="account_signup"),
    path("reauthenticate/", page(account.reauthenticate, f"{T}reauthenticate.html"), name="account_reauthenticate"),
]
_address_and_password = [
    path(
        "email/",
        reauthentication_required(page(account.email, f"{T}email.html", sends_to="email")),
        name="account_email",
    ),
    path(
        "confirm-email/",
        page(account.email_verification_sent, f"{T}email_confirm.html"),
        name="account_email_verification_sent",
    ),
    path("password/change/", page(account.password_change, f"{T}password_change.html"), name="account_change_password"),
    path("password/set/", page(account.password_set, f"{T}password_set.html"), name="account_set_password"),
    path(
        "password/reset/",
        page(account.password_reset, f"{T}password_reset.html", sends_to="email"),
        name="account_reset_password",
    ),
    path(
        "password/reset/confirm/",
        page(account.confirm_password_reset_code, f"{T}password_reset_code.html"),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        page(account.complete_password_reset, f"{T}password_reset_new.html"),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        page(account.password_reset_from_key_done, f"{T}password_reset_done.html"),
        name="account_password_reset_completed",
    ),
]
_second_factor = [
    path("2fa/", page(mfa.index, f"{T}second_factor.html", adds=second_factor.rule), name="mfa_index"),
    path("2fa/authenticate/", page(mfa.authenticate, f"{T}second_factor_show.html"), name="mfa_authenticate"),
    path("2fa/reauthenticate/", page(mfa.reauthenticate, f"{T}reauthenticate.html"), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", page(ActivateApp.as_view(), f"{T}app_add.html"), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", page(totp.deactivate_totp, f"{T}app_remove.html"), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        page(recovery.view_recovery_codes, f"{T}recovery_codes.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        page(recovery.generate_recovery_codes, f"{T}recovery_codes_new.html"),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/webauthn/", login_required(page(webauthn.list_webauthn, f"{T}passkeys.html")), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", page(AddPasskey.as_view(), f"{T}passkey_add.html"), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", page(webauthn.login_webauthn, f"{T}login.html"), name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        page(webauthn.reauthenticate_webauthn, f"{T}passkey_reauthenticate.html"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        page(webauthn.remove_webauthn, f"{T}passkey_remove.html"),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/edit/",
        page(webauthn.edit_webauthn, f"{T}passkey_edit.html"),
        name="mfa_edit_webauthn",
    ),
]
_own = [
    path("", own.home, name="account_home"),
    path("profil/", own.profile, name="account_profile"),
    path("sprak/", own.language, name="account_language"),
    path("innlogginger/avslutt/", own.end_other_sessions, name="account_end_sessions"),
    path("slettet/", own_data.deleted, name="account_deleted"),
    path("invitasjon/<str:token>/", own.invitation, name="account_invitation"),
]
_set_up = [
    path("intern/oppsett/", people.start, name="setup_start"),
    path("intern/oppsett/personer/", people.people, name="setup_people"),
    path("intern/oppsett/personer/ny/", people.new, name="setup_person_new"),
    path("intern/oppsett/personer/<uuid:pk>/", people.person, name="setup_person"),
    path("intern/oppsett/personer/<uuid:pk>/invitasjon/", people.invite_again, name="setup_person_invite"),
    path("intern/oppsett/personer/<uuid:pk>/tilgang/", people.access, name="setup_person_access"),
]


_rights_of_ones_own = [
    path("min-side/opplysninger/", own_data.own_data, name="own_data"),
    path("min-side/slett/", own_data.own_deletion, name="own_deletion"),
]


def _below(prefix: str, patterns: list[URLPattern]) -> list[URLPattern | URLResolver]:
    return [path(prefix + str(pattern.pattern), pattern.callback, name=pattern.name) for pattern in patterns]


public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    *_below("konto/", [*_own, *_login, *_address_and_password, *_second_factor]),
    *_set_up,
    *_rights_of_ones_own,
]
