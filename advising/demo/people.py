"""The people of the demo's counted year: relation and gender of the 2,605 in phone conversations and sessions held.

The published report gives shares, not rows. These counts are one set of rows that has those shares: 2,300 relatives
with a known relation (876 mothers are 38.1 per cent, …), 2,560 registered as women or men (1,997 are 78 per cent), and
the sessions alone have 671 women and 189 men (78 and 22 per cent too). The rest of the relations stay below the fifth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

WOMEN = {"mother": 876, "daughter": 248, "sister": 198, "step_mother": 20}
MEN = {"father": 177, "son": 96, "brother": 72, "step_father": 17}
EITHER = {
    "spouse": 196, "partner": 70, "ex_partner": 45, "grandparent": 62, "grandchild": 16, "aunt_uncle": 44,
    "niece_nephew": 18, "cousin": 9, "in_law": 28, "friend": 41, "neighbour": 7, "colleague": 5, "employer": 6,
    "teacher": 4, "guardian": 5, "bereaved": 14, "foster_parent": 6, "half_sibling": 8, "step_child": 6, "other": 6,
    "professional": 160, "self": 45, "unknown": 60, "not_asked": 40,
}  # fmt: skip
WOMEN_OF_EITHER, MEN_OF_EITHER = 655, 201
SESSION_GENDERS = {"female": 671, "male": 189, "unknown": 14}
AGE_BANDS = ("under_18", "18_25", "26_35", "36_50", "51_66", "67_plus", "unknown")
AGE_WEIGHTS = (1, 6, 11, 27, 34, 15, 6)


@dataclass(frozen=True)
class DemoPerson:
    """One synthetic person: nothing but three codes."""

    relation: str
    gender: str
    age_band: str


def counted_people(random: Random) -> tuple[list[DemoPerson], list[DemoPerson]]:
    """The people of the counted year: those of the sessions held (874) and those who telephoned (1,731)."""
    people = list(_people(random))
    random.shuffle(people)
    left, sessions, calls = dict(SESSION_GENDERS), [], []
    for person in people:
        if left[person.gender] and person.relation != "professional":
            left[person.gender] -= 1
            sessions.append(person)
        else:
            calls.append(person)
    return sessions, calls


def some_person(random: Random) -> DemoPerson:
    """Somebody like the people of the counted year, for other years."""
    counts = WOMEN | MEN | EITHER
    relation = random.choices(list(counts), list(counts.values()))[0]
    gender = (
        "female" if relation in WOMEN else "male" if relation in MEN else random.choice(("female", "female", "male"))
    )
    return DemoPerson(relation, gender, _age(relation, random))


def _people(random: Random) -> Iterator[DemoPerson]:
    for gender, counts in (("female", WOMEN), ("male", MEN)):
        for relation, count in counts.items():
            for _ in range(count):
                yield DemoPerson(relation, gender, _age(relation, random))
    relations = [relation for relation, count in EITHER.items() for _ in range(count)]
    unregistered = len(relations) - WOMEN_OF_EITHER - MEN_OF_EITHER
    genders = ["female"] * WOMEN_OF_EITHER + ["male"] * MEN_OF_EITHER + ["unknown"] * unregistered
    random.shuffle(genders)
    for relation, gender in zip(relations, genders, strict=True):
        yield DemoPerson(relation, gender, _age(relation, random))


def _age(relation: str, random: Random) -> str:
    age = random.choices(AGE_BANDS, AGE_WEIGHTS)[0]
    grown_up = {"mother", "father", "grandparent", "step_mother", "step_father", "professional", "spouse"}
    return "36_50" if relation in grown_up and age in {"under_18", "18_25"} else age
