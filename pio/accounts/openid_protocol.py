"""The way to an OpenID issuer, and what its answer proves (OpenID Connect Core 1.0, 3.1).

Rules: code flow with PKCE, state and nonce; the ID token is believed only with a signature by a key that the issuer
publishes now, for us, from that issuer, not expired, and with the nonce of this browser. Nothing of it is logged.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings

ALGORITHMS = ("RS256", "PS256", "ES256")
SECONDS = 5
LEEWAY = 60  # seconds by which the issuer's clock may differ
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")


class OpenIdFault(Exception):
    """The issuer did not answer, or its answer proves nothing. The words are for developers."""


@dataclass(frozen=True)
class Journey:
    """What the browser's session keeps while its person is at the issuer's."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Journey":
        """A journey whose secrets nobody can guess."""
        return cls(*(secrets.token_urlsafe(32) for _each in range(3)))


@dataclass(frozen=True)
class Identity:
    """Who came back: the issuer's own name for the person, and the address if the issuer has verified it."""

    subject: str
    email: str = ""


def address_of(journey: Journey, *, callback: str) -> str:
    """Where the browser is sent. Raises OpenIdFault."""
    challenge = hashlib.sha256(journey.verifier.encode()).digest()
    asked = {
        "response_type": "code", "scope": "openid email", "client_id": settings.PIO_OIDC_CLIENT_ID,
        "redirect_uri": callback, "state": journey.state, "nonce": journey.nonce, "code_challenge_method": "S256",
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
    }  # fmt: skip
    endpoint = str(_discovered()["authorization_endpoint"])
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def identity_of(code: str, journey: Journey, *, callback: str) -> Identity:
    """Exchange the code for what it proves. Raises OpenIdFault."""
    issuer = _discovered()
    given = _tokens(issuer, code, journey, callback=callback)
    claims = _proven(issuer, str(given.get("id_token", "")), journey)
    if "email" not in claims and issuer.get("userinfo_endpoint"):
        claims |= _more(issuer, str(given.get("access_token", "")), claims["sub"])
    verified = claims.get("email_verified") in (True, "true")
    return Identity(str(claims["sub"]), str(claims.get("email", "")).lower() if verified else "")


def _discovered() -> dict[str, Any]:
    name = settings.PIO_OIDC_ISSUER.rstrip("/")
    found = _asked("GET", f"{name}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != name:
        raise OpenIdFault("the configuration is another issuer's")
    for key in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not str(found.get(key, "")).startswith(("https://", name)):
            raise OpenIdFault(f"{key} is missing or not https")
    return found


def _tokens(issuer: dict[str, Any], code: str, journey: Journey, *, callback: str) -> dict[str, Any]:
    name, secret = settings.PIO_OIDC_CLIENT_ID, settings.PIO_OIDC_SECRET
    sent = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": callback, "code_verifier": journey.verifier,
    }  # fmt: skip
    ways = issuer.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        return _asked("POST", issuer["token_endpoint"], data=sent, auth=(quote(name, safe=""), quote(secret, safe="")))
    return _asked("POST", issuer["token_endpoint"], data=sent | {"client_id": name, "client_secret": secret})


def _proven(issuer: dict[str, Any], token: str, journey: Journey) -> dict[str, Any]:
    client = settings.PIO_OIDC_CLIENT_ID
    try:
        name = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_asked("GET", issuer["jwks_uri"])).keys
        (key,) = [each for each in keys if name is None or each.key_id == name]
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=list(ALGORITHMS), audience=client, issuer=issuer["issuer"], leeway=LEEWAY,
            options={"require": list(REQUIRED)},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise OpenIdFault("the ID token proves nothing") from error
    if not hmac.compare_digest(str(claims["nonce"]).encode(), journey.nonce.encode()):
        raise OpenIdFault("the ID token is of another journey")
    if claims.get("azp", client) != client:
        raise OpenIdFault("the ID token is for somebody else")
    return claims


def _more(issuer: dict[str, Any], token: str, subject: str) -> dict[str, Any]:
    found = _asked("GET", issuer["userinfo_endpoint"], headers={"Authorization": f"Bearer {token}"})
    if found.get("sub") != subject:
        raise OpenIdFault("the issuer tells of somebody else")
    return {name: found[name] for name in ("email", "email_verified") if name in found}


def _asked(method: str, address: str, **sent: Any) -> dict[str, Any]:
    import requests  # only where a centre signs in elsewhere

    try:
        answer = requests.request(method, address, timeout=SECONDS, allow_redirects=False, **sent)
        if answer.status_code != requests.codes.ok:
            raise OpenIdFault(f"the issuer answered {answer.status_code}")
        found = answer.json()
    except requests.RequestException as error:
        raise OpenIdFault("the issuer did not answer") from error
    if not isinstance(found, dict):
        raise OpenIdFault("the issuer answered something else")
    return found
