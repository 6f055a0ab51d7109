"""Sessions at rest: the row is found by a digest of its key and its content is sealed.

Login codes, addresses and times stand in a session, so a dump of the table must tell none of them: the cookie's value
is not in it, the data is encrypted, and the only times in clear are days.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, transaction
from django.utils import timezone

EXPIRES = "_expires"


def digest(session_key: str) -> bytes:
    """Return what the row is found by; nobody can make the cookie's value from it."""
    return hashlib.sha256(f"pio.session:{session_key}".encode()).digest()


def _rows() -> Any:
    from pio.accounts.models import LoginSession  # the engine is loaded before the apps are

    return LoginSession.objects


class SessionStore(SessionBase):
    """Django's session interface over `accounts.LoginSession`; named in SESSION_ENGINE."""

    def load(self) -> dict[str, Any]:
        """Open the row of this key; unknown and outlived ones give an empty session without a key."""
        row = _rows().filter(key_digest=digest(self.session_key)).first() if self.session_key else None
        data = self.decode(row.data) if row else {}
        if row is None or data.pop(EXPIRES, 0) <= timezone.now().timestamp():
            self._session_key = None
            return {}
        return data

    def exists(self, session_key: str) -> bool:
        """Say whether a row of this key is there."""
        return bool(_rows().filter(key_digest=digest(session_key)).exists())

    def create(self) -> None:
        """Take a new key and write the row at once."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's signature
        """Seal the data into the row.

        Raises:
            CreateError: the key is taken.
            UpdateError: the row was deleted meanwhile (logged out elsewhere).
        """
        if self.session_key is None:
            return self.create()
        data = dict(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        self._write(data, self.get_expiry_date(), must_create=must_create)
        return None

    def _write(self, data: dict[str, Any], ends: datetime, *, must_create: bool) -> None:
        rows, key = _rows(), digest(str(self.session_key))
        row = rows.model(key_digest=key) if must_create else rows.filter(key_digest=key).first()
        if row is None:
            raise UpdateError
        row.data = self.encode(data | {EXPIRES: ends.timestamp()})
        row.user_id = data.get(SESSION_KEY)
        row.used_on = timezone.localdate()
        row.expires_on = timezone.localdate(ends)
        try:
            with transaction.atomic():
                row.save(force_insert=must_create, force_update=not must_create)
        except DatabaseError as error:
            if must_create:
                raise CreateError from error
            raise UpdateError from error

    def delete(self, session_key: str | None = None) -> None:
        """Delete the row, by default the current one."""
        key = session_key or self.session_key
        if key:
            _rows().filter(key_digest=digest(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the rows whose last day has passed."""
        _rows().filter(expires_on__lt=timezone.localdate()).delete()
