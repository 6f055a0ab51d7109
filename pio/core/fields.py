"""Encrypted model fields (P07): sealed on the way to the database, opened when the row's attribute is read.

The sealed value is bound to a frozen label, the row's key and the key id, so a value copied to another row or another
column does not open. Only `pre_save` seals, since only there is the row known: `update()`, `bulk_update()`, upserts
and look-ups raise (all but `None` and `__isnull`).
"""

import json
import os
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

NONCE_BYTES = 12
BUCKET = 256  # plaintext is padded to a multiple of this many bytes, so that its length says little
END = b"\x80"


class SealedValueError(Exception):
    """A stored value does not open: swapped, damaged, sealed under a key that is gone, or used in a query."""


class Sealed(bytes):
    """Bytes as they stand in the database: key id (1 byte), nonce (12), ciphertext with tag."""

    __slots__ = ()


def current_key_id() -> int:
    """The key that seals: the highest id."""
    return max(settings.KEYS.fields)


def _bound_to(label: str, pk: object, key_id: int) -> bytes:
    return f"{label}|{pk}|{key_id}".encode()


def seal(plain: bytes, *, label: str, pk: object, bucket: int = BUCKET) -> Sealed:
    """Seal `plain` for the row `pk` under `label`; padded to a multiple of `bucket` bytes.

    Raises:
        SealedValueError: the row has no key yet.
    """
    if pk is None:
        msg = f"{label}: the row needs its key before it is sealed"
        raise SealedValueError(msg)
    key_id, nonce = current_key_id(), os.urandom(NONCE_BYTES)
    padded = plain + END + bytes(-(len(plain) + 1) % bucket)
    box = AESGCM(settings.KEYS.fields[key_id]).encrypt(nonce, padded, _bound_to(label, pk, key_id))
    return Sealed(bytes([key_id]) + nonce + box)


def unseal(value: bytes, *, label: str, pk: object) -> bytes:
    """Open a sealed value of the row `pk` under `label`.

    Raises:
        SealedValueError: it is not that row's, it is damaged, or its key is not among the keys.
    """
    key = settings.KEYS.fields.get(value[0] if value else -1)
    if key is None:
        msg = f"{label}: row {pk} is sealed under a key that is not here"
        raise SealedValueError(msg)
    nonce, box = value[1 : 1 + NONCE_BYTES], bytes(value[1 + NONCE_BYTES :])
    try:
        padded = AESGCM(key).decrypt(nonce, box, _bound_to(label, pk, value[0]))
    except (InvalidTag, ValueError):
        msg = f"{label}: row {pk} does not open"
        raise SealedValueError(msg) from None
    return padded[: padded.rindex(END)]


class OpeningAttribute(DeferredAttribute):
    """Opens the sealed value when it is first read, with the key of the row it was read from."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            field: Any = self.field
            value = field.open(value, instance.pk)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.BinaryField):
    """Base of the encrypted fields.

    Args:
        label: names the column in the sealed value, such as `advising.session.note`. It is frozen: a changed label
            makes every stored value unreadable, so it stays when a model or field is renamed.
        bucket: bytes to which the text is padded.
    """

    descriptor_class = OpeningAttribute

    def __init__(self, *args: Any, label: str = "", bucket: int = BUCKET, **kwargs: Any) -> None:
        self.label, self.bucket = label, bucket
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As Django's; migrations keep the label and the bucket."""
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"label": self.label, "editable": self.editable}
        if self.bucket != BUCKET:
            kwargs["bucket"] = self.bucket
        return name, path, args, kwargs

    @abstractmethod
    def to_bytes(self, value: Any) -> bytes:
        """The value as bytes to seal. Raises TypeError when it is of another kind."""

    @abstractmethod
    def to_value(self, raw: bytes) -> Any:
        """The value from opened bytes."""

    def open(self, sealed: bytes, pk: object) -> Any:
        """The value in the sealed bytes of row `pk`. Raises SealedValueError."""
        return self.to_value(unseal(sealed, label=self.label, pk=pk))

    def seal(self, value: Any, pk: object) -> Sealed:
        """Seal the value for row `pk`; what COPY and other bulk paths write. Raises SealedValueError."""
        return seal(self.to_bytes(value), label=self.label, pk=pk, bucket=self.bucket)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: FBT001 – Django's signature
        """Seal what was set; what was only loaded, and never read, goes back as it was."""
        value = model_instance.__dict__.get(self.attname)
        return value if value is None or isinstance(value, Sealed) else self.seal(value, model_instance.pk)

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed | None:
        """Mark what the database returned as sealed; the attribute opens it."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        """Values stay as they are: BinaryField would read text as base64."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Let sealed values and None through; anything else is plaintext on its way to the database.

        Raises:
            SealedValueError: from `update()`, `bulk_update()`, raw parameters.
        """
        if value is not None and not isinstance(value, Sealed):
            msg = f"{self.label}: plaintext reached the database layer; set the attribute and call save()"
            raise SealedValueError(msg)
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `__isnull`. Raises SealedValueError: a sealed value cannot be searched; use a blind index."""
        if lookup_name != "isnull":
            msg = f"{self.label}: an encrypted field cannot be searched ({lookup_name}); use __isnull or a blind index"
            raise SealedValueError(msg)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """None: nothing reaches inside a sealed value."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        """Refuse `dumpdata`: it would write plaintext, or bytes that open for no other row. Raises SealedValueError."""
        msg = f"{self.label}: encrypted fields are not serialised; use the backup command"
        raise SealedValueError(msg)


class EncryptedTextField(EncryptedField):
    """Text, sealed. `max_length` is checked by forms and `full_clean`, in characters."""

    description = "Encrypted text"
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    def to_bytes(self, value: str) -> bytes:
        """UTF-8. Raises TypeError when it is not text."""
        if not isinstance(value, str):
            msg = f"{self.label}: text expected, not {type(value).__name__}"
            raise TypeError(msg)
        return value.encode()

    def to_value(self, raw: bytes) -> str:
        """Text from UTF-8."""
        return raw.decode()

    def formfield(self, **kwargs: Any) -> Any:
        """A text area; a form that wants one line names its own field."""
        from django import forms

        return models.Field.formfield(self, **{"form_class": forms.CharField, "widget": forms.Textarea} | kwargs)


class EncryptedJSONField(EncryptedField):
    """A JSON value, sealed; dates, uuids and decimals are written as text."""

    description = "Encrypted JSON"
    empty_values: Sequence[Any] = (None,)  # an empty list or object is a value
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_bytes(self, value: Any) -> bytes:
        """Compact JSON. Raises TypeError when JSON cannot hold it."""
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()

    def to_value(self, raw: bytes) -> Any:
        """The value from JSON."""
        return json.loads(raw)


class EncryptedBinaryField(EncryptedField):
    """Bytes, sealed (seeds, small files)."""

    description = "Encrypted bytes"

    def to_bytes(self, value: bytes) -> bytes:
        """The bytes themselves. Raises TypeError when they are not bytes."""
        if not isinstance(value, bytes | bytearray | memoryview):
            msg = f"{self.label}: bytes expected, not {type(value).__name__}"
            raise TypeError(msg)
        return bytes(value)

    def to_value(self, raw: bytes) -> bytes:
        """The bytes themselves."""
        return raw
