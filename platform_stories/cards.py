"""Quote cards for social media, 1080 by 1080: the words on the centre's rose door, as SVG and as PNG.

The alternative text is the quote itself with who said it; it stands in the SVG and beside the links.
"""

import subprocess
import sys
import textwrap
from html import escape

from django.utils.translation import gettext as _

from platform_stories.models import Quote
from platform_stories.templatetags.stories import signature

SIDE, EDGE, TOP, ROOM = 1080, 110, 300, 600
SIZES = ((70, 24), (58, 29), (48, 35), (40, 42), (34, 50))
"""Letter size in px and letters on a line, the largest that fits is taken."""
PNG_SECONDS = 30
_TO_PNG = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.svg_to_png(sys.stdin.read()))"


def alternative_text(quote: Quote) -> str:
    """What the picture says, for who does not see it."""
    return _("Sitat fra PIO-senteret: «%(words)s» %(who)s.") % {"words": quote.words, "who": signature(quote)}


def svg(quote: Quote) -> str:
    """The card as SVG, without scripts and without anything from elsewhere."""
    size, lines = _fitted(quote.words)
    text = "".join(
        f'<tspan x="{EDGE}" dy="{0 if n == 0 else round(size * 1.32)}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}" '
        f'role="img" font-family="Inter, Helvetica, Arial, sans-serif" xml:lang="nb">'
        f"<title>{escape(alternative_text(quote))}</title>"
        f'<rect width="{SIDE}" height="{SIDE}" fill="#fbf8f3"/>'
        f'<path d="M40 1040V400a360 360 0 0 1 360-360h600a40 40 0 0 1 40 40v920a40 40 0 0 1-40 40z" fill="#f6e9f0"/>'
        f'<path d="M{EDGE} 236v-56a42 42 0 0 1 84 0v56z" fill="#7a3e65" transform="translate(130 -40)"/>'
        f'<path d="M{EDGE} 236v-56a42 42 0 0 1 84 0v56z" fill="#a4581a" transform="translate(238 -40)"/>'
        f'<text x="{EDGE}" y="{TOP + size}" font-size="{size}" font-weight="500" fill="#4b2440">{text}</text>'
        f'<text x="{EDGE}" y="948" font-size="36" fill="#4d5557">{escape(signature(quote))}</text>'
        f'<text x="{EDGE}" y="1000" font-size="36" font-weight="600" fill="#1f5d6b">PIO-senteret</text></svg>'
    )


def png(quote: Quote) -> bytes:
    """The card as PNG. The converter is large, so it lives in a process of its own that ends at once.

    Raises:
        subprocess.SubprocessError: the converter failed or took too long.
    """
    command = [sys.executable, "-c", _TO_PNG]
    done = subprocess.run(command, input=svg(quote).encode(), capture_output=True, timeout=PNG_SECONDS, check=True)
    return done.stdout


def _fitted(words: str) -> tuple[int, list[str]]:
    for size, width in SIZES:
        lines = textwrap.wrap(words, width)
        if len(lines) * size * 1.32 <= ROOM:
            return size, lines
    return size, lines
