"""A traceback that somebody has written into the text of a message: which faults it tells of, and where in the code.

Its last line holds the fault's own words, which may quote what somebody sent; those are left out. A type that is not
written as a Python name is not told.
"""

import re
from dataclasses import dataclass

BEGIN = re.compile(r"^[|+ -]*Traceback \(most recent call last\):$", re.MULTILINE)
PLACE = re.compile(r'^[ |]*File "([^"\n]+)", line (\d+), in ([\w<>]+)$')
TYPE = re.compile(r"^(?:(?:[a-z_]\w*\.)+([A-Za-z_]\w*)|([A-Z]\w*))(?:: .*|:)?$")


@dataclass(frozen=True)
class WrittenFault:
    """Types, the last to happen first, and the places (file, line, function) of the last, from the outside in."""

    types: list[str]
    places: list[tuple[str, int, str]]


def before(text: str) -> str:
    """What a message says before its traceback; all of it when there is none."""
    found = BEGIN.search(text)
    return text[: found.start()].rstrip() if found else text


def read(text: str) -> WrittenFault | None:
    """The faults of the tracebacks in a text; None when there is none."""
    starts = [found.end() for found in BEGIN.finditer(text)]
    if not starts:
        return None
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    faults = [_one(part) for part in parts]
    return WrittenFault([name for name, _places in reversed(faults)], faults[-1][1])


def _one(part: str) -> tuple[str, list[tuple[str, int, str]]]:
    """The type and the places of one traceback: the type stands on the first line that is not indented."""
    places: list[tuple[str, int, str]] = []
    for line in part.lstrip("\n").splitlines():
        if place := PLACE.match(line):
            places.append((place[1], int(place[2]), place[3]))
        elif line and not line.startswith((" ", "|")):
            name = TYPE.match(line)
            return (name[1] or name[2] if name else "unknown"), places
    return "unknown", places
