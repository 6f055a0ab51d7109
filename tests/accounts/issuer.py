"""A small OpenID issuer: a real HTTP server with discovery, authorize, token, userinfo and keys, signing by RS256.

It is as strict as the real ones: a code is good once, for one client, one return address and one PKCE verifier. What it
answers can be bent, one thing at a time, by `bend`.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_NAME = "pio", "made up: å&%", "key-1"


class Issuer:
    """`person` is who signs in there; `bend` changes claims; `publish` and `sign_with` are its keys."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.sign_with: Any = self.key
        self.algorithm, self.header = "RS256", {"kid": KEY_NAME}
        self.person: dict[str, Any] = {"sub": "Ab-17", "email": "mia@example.org", "email_verified": True}
        self.bend: dict[str, Any] = {}
        self.in_userinfo: dict[str, Any] = {}
        self.ways = ["client_secret_basic"]
        self.codes: dict[str, dict[str, str]] = {}
        self.token_status, self.issuer_name = 200, ""
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def configuration(self) -> dict[str, Any]:
        here = self.address
        return {
            "issuer": self.issuer_name or here, "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token", "jwks_uri": f"{here}/keys", "userinfo_endpoint": f"{here}/userinfo",
            "token_endpoint_auth_methods_supported": self.ways,
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": KEY_NAME, "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """The person says yes: the address to which the browser is sent back."""
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert set(asked["scope"].split()) == {"openid", "email"}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if self.token_status != 200:
            return self.token_status, {"error": "server_error"}
        asked = self.codes.pop(sent["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode()
        if (
            asked is None
            or not self.knows(sent, authorization)
            or sent["redirect_uri"] != asked["redirect_uri"]
            or challenge.rstrip("=") != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        bent = {name: value for name, value in (claims | self.person | self.bend).items() if value is not None}
        signed = jwt.encode(bent, self.sign_with, algorithm=self.algorithm, headers=self.header)
        return 200, {"access_token": "open", "token_type": "Bearer", "id_token": signed}

    def knows(self, sent: dict[str, str], authorization: str) -> bool:
        """The client, by the way that is offered (RFC 6749, 2.3.1: name and secret are form-encoded)."""
        if "client_secret_basic" in self.ways:
            pair = urlencode({CLIENT: SECRET}).replace("+", "%20").replace("=", ":", 1)
            return authorization == f"Basic {base64.b64encode(pair.encode()).decode()}" and "client_secret" not in sent
        return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            issuer.asked.append(address.path)
            if address.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(address.query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(asked))
                self.end_headers()
            elif address.path == "/keys":
                self.answer(200, issuer.keys())
            elif address.path == "/userinfo" and self.headers["Authorization"] == "Bearer open":
                self.answer(200, issuer.in_userinfo)
            elif address.path == "/.well-known/openid-configuration":
                self.answer(200, issuer.configuration())
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            issuer.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*issuer.token(sent, self.headers.get("Authorization", "")))

        def answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler
