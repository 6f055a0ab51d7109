"""Words that speak of danger. They show the help lines more clearly and sort the queue up; they never stop or mark
a person, and nothing of it is stored.
"""

import re

_NORWEGIAN = (
    r"ta(r|tt)? livet", r"ta(r)? sitt eget liv", r"selvmord\w*", r"selvdrap\w*", r"suicid\w*", r"vil(le)? dø\b",
    r"(orker|vil|ønsker) ikke (å )?leve\b(?! uten| med| sånn| slik)",
    r"ikke (vil |orker å |orker |ønsker å |skal )?leve( lenger| mer)",
    r"avslutte (livet|det hele)", r"henge (meg|seg)", r"overdose\w*",
    r"drep(e|er|t|te)\w*", r"slå(r)? (meg|oss|henne|ham|barna|ungene)", r"slo (meg|oss|henne|ham|barna|ungene)",
    r"tru(er|et|sler) (meg|oss|med)", r"trusler", r"kniv\w*", r"våpen", r"voldtekt\w*", r"voldtatt",
    r"redd for (livet|at (han|hun) (skal )?(dør|dø|drep\w*|skade\w*))", r"mishandl\w*", r"kvel(er|te|t)\w*", r"vold\b",
    r"voldelig\w*", r"skade(r|t)? seg(?: selv)?", r"kutter seg",
)  # fmt: skip
_ENGLISH = (
    r"suicid\w*", r"kill(s|ed|ing)? (me|my ?self|him|her|them|us|himself|herself)", r"end (my|his|her) life",
    r"want(s)? to die", r"hit(s|ting)? (me|us|her|him|the (kids|children))", r"beat(s|ing|en)? (me|us|her|him)",
    r"threat(s|en\w*)?", r"violen(t|ce)", r"rape\w*", r"overdos\w*", r"strangl\w*", r"afraid for my life",
)  # fmt: skip
_DANGER = re.compile(r"\b(?:" + "|".join((*_NORWEGIAN, *_ENGLISH)) + r")", re.IGNORECASE)


def speaks_of_danger(text: str) -> bool:
    """Whether the text has words of suicide, violence or threats, in Norwegian or English."""
    return _DANGER.search(text) is not None
