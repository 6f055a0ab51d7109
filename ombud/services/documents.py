"""Documents: uploads are recognised by their first bytes and made anew, so that nothing hidden comes along (P15).

The libraries for files are loaded by the first file, not by every web process.
"""

import io
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ombud.models import Case, Document
from pio.accounts.models import User
from pio.core.errors import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png", DOCX: "docx"}
MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))


class FileRefused(Refusal):
    """Too large, not a PDF, JPEG or PNG, or not readable."""


@dataclass(frozen=True)
class Clean:
    """A file made anew."""

    content: bytes
    content_type: str


def clean_file(raw: bytes) -> Clean:
    """Recognise a file by its first bytes and write it anew without metadata, scripts or attachments.

    Raises:
        FileRefused
    """
    from PIL import Image, UnidentifiedImageError
    from pypdf.errors import PyPdfError

    if len(raw) > MOST_BYTES:
        raise FileRefused(_("Filen er for stor. Den kan være 10 MB."))
    kind = next((kind for magic, kind in MAGIC if raw.startswith(magic)), "")
    if not kind:
        raise FileRefused(_("Vi tar imot PDF, JPEG og PNG."))
    try:
        content = _new_pdf(raw) if kind == PDF else _new_image(raw, kind)
    except (PyPdfError, UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise FileRefused(_("Filen lar seg ikke lese.")) from None
    return Clean(content, kind)


def _new_pdf(raw: bytes) -> bytes:
    """The pages alone: no document information, no scripts, no attached files, no annotations that act."""
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    for page in PdfReader(io.BytesIO(raw)).pages:
        for name in ("/AA", "/Annots"):
            page.pop(name, None)
        writer.add_page(page)
    writer.write(out)
    return out.getvalue()


def _new_image(raw: bytes, kind: str) -> bytes:
    """The pixels alone: no place, no camera, no comment."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        plain = image.convert("RGB" if kind == JPEG else "RGBA")
        plain.info = {}
        plain.save(out, "JPEG" if kind == JPEG else "PNG")
    return out.getvalue()


def add_document(case: Case, *, kind: str, title: str, file: Clean, by: User, now: datetime) -> Document:
    """File a cleaned upload or a letter of ours in the case."""
    return Document.objects.create(
        case=case, kind=kind, title=title, content=file.content, content_type=file.content_type,
        size=len(file.content), added_on=timezone.localdate(now), added_by=by,
    )  # fmt: skip
