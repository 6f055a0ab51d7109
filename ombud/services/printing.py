"""Documents on paper: every page of what is printed says that it is confidential, of which case, and who printed it.

The libraries for files are loaded by the first print, not by every web process.
"""

import io
import json
from typing import Any

from django.http import Http404

from ombud.models import Document
from ombud.services.documents import JPEG, PDF, PNG

MARK = b"""
#let data = json(bytes(sys.inputs.mark))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt, fill: none)
#set text(size: data.width * 0.035 * 1pt, fill: luma(120).transparentize(55%))
#place(center + horizon, rotate(-30deg, data.text))
#place(center + bottom, dy: -14pt, text(size: 8pt, data.text))
"""


def with_watermark(document: Document, text: str) -> bytes:
    """A PDF or picture as a PDF with `text` across each page.

    Raises:
        Http404: a file of another kind (our letters in Word have a PDF beside them).
    """
    from pypdf import PdfReader, PdfWriter

    if document.content_type not in {PDF, JPEG, PNG}:
        raise Http404
    raw = bytes(document.content or b"")
    pages = PdfReader(io.BytesIO(raw if document.content_type == PDF else _picture_as_pdf(raw)))
    writer, out = PdfWriter(clone_from=pages), io.BytesIO()
    marks: dict[tuple[float, float], Any] = {}
    for page in writer.pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        if size not in marks:
            marks[size] = _mark(text, *size)
        page.merge_page(marks[size])
    writer.write(out)
    return out.getvalue()


def _picture_as_pdf(raw: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as image:
        image.convert("RGB").save(out, "PDF", resolution=100.0)
    return out.getvalue()


def _mark(text: str, width: float, height: float) -> Any:
    """A page of that size with nothing but the mark; typst gets the words as data."""
    import typst
    from pypdf import PdfReader

    data = json.dumps({"text": text, "width": width, "height": height})
    pdf = typst.compile(MARK, format="pdf", sys_inputs={"mark": data})
    return PdfReader(io.BytesIO(pdf)).pages[0]
