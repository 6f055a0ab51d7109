"""Where somebody can be reached or found: e-mail and street addresses, post boxes, post codes with their town."""

import re
from collections.abc import Iterator
from functools import cache

from pio.core import reference

Span = tuple[int, int]
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}(?:@|[ ]?[(\[{](?:at|@|alfakrøll|krøllalfa)[)\]}][ ]?|[ ](?:alfakrøll|krøllalfa)[ ])"
    r"[\w-]{1,63}(?:(?:\.|[ ]?[(\[](?:dot|punktum)[)\]][ ]?|[ ]punktum[ ])[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
WAYS = "gata|gaten|gate|gt|veien|vegen|vei|veg|vn|alléen|alleen|allé|svingen|stien|stredet|strete|tunet|smauet|smuget"
WORD_WAYS = (  # everyday words end so too, so the street must begin with a capital letter
    "plassen|plass|torget|torg|alle|bakken|sti|stubben|haugen|toppen|tun|løkka|jordet|kroken|ringen|grenda|grend|brygge|"
    "bryggen|kaia|kaien|terrasse|åsen|faret|ligata|geila|bråten|enga|engen|lykkja|skogen|parken|kleiva|hagen|ruta|rabben|"
    "strand|vollen|kollen|berget|myra|sletta|bekken|brua|gården|promenaden|passasjen|neset|odden|vika|lunden|leiret|lia"
)
NUMBER = r"(?:nr\.? ?)?\d{1,4} ?(?:[a-zæøåA-ZÆØÅ](?![\w]))?"
NOT_A_UNIT = r"(?! ?(?:år|måned|uke|dag|time|minutt|gang|prosent|%|kr|km|meter|person|barn|stykk|m\b|\d|[.,:]\d))"
SIDE = "(?:(?:øvre|nedre|store|lille|vestre|østre|nordre|søndre|gamle|nye|indre|ytre) )?"
STREET = re.compile(rf"(?<!\w){SIDE}\w[\w'’.-]{{1,30}}(?:{WAYS})\.? {NUMBER}{NOT_A_UNIT}(?!\w)", re.IGNORECASE)
NAMED_STREET = re.compile(rf"(?<!\w)(?i:{SIDE})[A-ZÆØÅ][\w'’.-]{{1,30}}(?:{WORD_WAYS})\.? {NUMBER}{NOT_A_UNIT}(?!\w)")
SPACED_STREET = re.compile(
    rf"(?<!\w)(?:[A-ZÆØÅ](?:\w{{0,2}}\.|[\w'’-]{{0,20}}) ){{1,3}}"
    r"(?:[Gg]ate|[Vv]ei|[Vv]eg|[Pp]lass|[Tt]org|[Aa]ll[eé]|[Bb]rygge|[Tt]errasse|[Ss]ti)"
    rf" {NUMBER}{NOT_A_UNIT}(?!\w)"
)
BOX = re.compile(r"(?<!\w)(?:postboks|p\.? ?b\.?) ?\d{1,5}(?!\d)", re.IGNORECASE)
TOWN = re.compile(r"(?<!\d)(?P<code>\d{4}) (?P<town>[A-ZÆØÅ][a-zæøåA-ZÆØÅ]{1,30})(?!\w)")
YEARS = range(1900, 2100)
POST_TOWNS = frozenset({
    "lillestrøm", "jar", "stabekk", "bekkestua", "hosle", "høvik", "kolsås", "rykkinn", "slependen",
    "nesoddtangen", "haslum", "jessheim", "ski", "sandvika", "ås", "drøbak", "mysen", "askim", "lysaker",
    "fornebu", "bryne", "elverum", "råholt", "kløfta", "strømmen", "lørenskog", "kolbotn", "langhus", "vestby",
    "moss", "horten", "brumunddal", "raufoss", "stjørdal", "levanger", "steinkjer", "mosjøen", "finnsnes",
    "svolvær", "leknes", "stokmarknes", "kirkenes", "florø", "førde", "stord", "knarvik", "straume", "os", "voss",
    "ulsteinvik", "volda", "mandal", "flekkefjord", "arendal",
})  # fmt: skip


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also written with (at) or krøllalfa."""
    for match in EMAIL.finditer(text):
        yield match.span()


def streets(text: str) -> Iterator[Span]:
    """A street with a house number, a post box, or a post code with its town (a year with a town is none)."""
    for pattern in (SPACED_STREET, STREET, NAMED_STREET, BOX):
        for match in pattern.finditer(text):
            yield match.span()
    for match in TOWN.finditer(text):
        if match["town"].casefold() in towns() and int(match["code"]) not in YEARS:
            yield match.span()


@cache
def towns() -> frozenset[str]:
    """Names of municipalities and of some more post towns, in lower case."""
    rows = reference.read_file("municipalities")
    return POST_TOWNS | {row["name"].split(" (")[0].casefold() for row in rows}
