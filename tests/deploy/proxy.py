"""`deploy/nginx.conf` as nginx runs it in a test: the same file, with ports, folders and certificate of the test."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
HOST = "portal.example.org"


def configuration(folder: Path, *, ports: list[int], tls: int, plain: int) -> Path:
    """Write the configuration below `folder`, with a certificate made for it; returns its path.

    Args:
        folder: nginx's own folder (logs, temporary files).
        ports: where the web processes listen.
        tls: the port for https.
        plain: the port for http.
    """
    certificate(folder)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    server = "server 127.0.0.1:8000 max_fails=1 fail_timeout=5s;"
    for old, new in (
        ("/etc/ssl/portal", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("[::]:443", f"[::1]:{tls}"),
        ("[::]:80", f"[::1]:{plain}"),
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        (server, "\n    ".join(server.replace("8000", str(port)) for port in ports)),
    ):
        assert old in text, old
        text = text.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"pid {folder}/nginx.pid;\nworker_processes 1;\nerror_log stderr crit;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\n{temporary}{text}\n}}\n",
        encoding="utf-8",
    )
    return path


def certificate(folder: Path) -> None:
    """A key and a certificate for `HOST`, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = dt.datetime.now(tz=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
