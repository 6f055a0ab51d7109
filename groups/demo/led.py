"""The led groups of the demo: what they are called, for whom, when, and who leads them."""

from datetime import date, time, timedelta
from typing import Any

from groups.enums import GroupKind, GroupPlace, GroupStatus
from groups.models import SupportGroup
from pio.accounts.models import User

WHO = {
    "parents": (
        "For mødre og fedre til voksne som er syke eller ruser seg. Barnet ditt trenger ikke ha en diagnose.",
        "For mothers and fathers of adults who are ill or use drugs. Your child does not need a diagnosis.",
    ),
    "partners": (
        "For ektefeller, samboere og kjærester, også når det nettopp er slutt. Du kan si det du ikke sier hjemme.",
        "For spouses and partners, also when it has just ended. You can say what you do not say at home.",
    ),
    "children": (
        "For deg over 18 år. Vi snakker om det du har med deg hjemmefra, og om ditt eget liv nå.",
        "For you who are over 18. We talk about what you carry from home, and about your own life now.",
    ),
    "young": (
        "For deg som har det vondt for en annen. Du kan ha kameraet av, og du kan bare lytte.",
        "For you who hurt because of somebody else. You can keep the camera off, and you can just listen.",
    ),
}
"""Who each group is for, in Norwegian and English."""


def led(year: int, today: date) -> tuple[SupportGroup, ...]:
    """Two slow open groups, one that has ended, one closed, and one on video; with their leaders."""
    parents = _group(
        "slow-open-for-foreldre", "Slow open for foreldre", GroupKind.SLOW_OPEN, "parents",
        at=(1, time(11), time(13)), capacity=12,
        first=date(year, 1, 7), summary="For deg som er mor eller far til en voksen som er syk eller ruser seg.",
        **_who("parents"),
        name_en="Slow open group for parents", summary_en="For mothers and fathers of adults who are ill or use drugs.",
    )  # fmt: skip
    partners = _group(
        "slow-open-for-partnere", "Slow open for partnere", GroupKind.SLOW_OPEN, "partners",
        at=(3, time(11), time(13)), capacity=10,
        first=date(year, 1, 9), summary="For deg som lever sammen med en som er syk eller ruser seg.",
        **_who("partners"),
        name_en="Slow open group for partners", summary_en="For you who live with someone who is ill or uses drugs.",
    )  # fmt: skip
    near = _group(
        "gruppe-til-mestringskurset-naer", "Gruppe til mestringskurset NÆR", GroupKind.CLOSED, "all",
        at=(1, time(17, 30), time(19, 30)), capacity=10,
        first=date(year, 2, 25), summary="For deg som har vært med på mestringskurset.",
        last_date=date(year, 5, 20), meeting_limit=None, status=GroupStatus.ENDED, ended_date=date(year, 5, 20),
    )  # fmt: skip
    children = _group(
        "voksne-barn-og-sosken", "Voksne barn og søsken", GroupKind.CLOSED, "adult_children_and_siblings",
        at=(2, time(17, 30), time(19, 30)), capacity=10, first=date(year, 9, 3),
        summary="For deg som er vokst opp med, eller er søster eller bror til, en som er syk.",
        **_who("children"),
        name_en="Adult children and siblings", summary_en="For you who grew up with, or have a sibling, who is ill.",
        meeting_limit=None,
    )  # fmt: skip
    young = _group(
        "digital-gruppe-for-unge", "Digital gruppe for unge", GroupKind.SLOW_OPEN, "young",
        at=(0, time(18), time(19, 30)), capacity=8, first=today - timedelta(weeks=10), place=GroupPlace.DIGITAL,
        summary="For deg mellom 18 og 30 år. Vi møtes på video, så du kan bo hvor som helst.",
        **_who("young"),
        name_en="Digital group for young people",
        summary_en="For you between 18 and 30. We meet on video, so you can live anywhere.",
        video_link="https://video.example/gruppe-for-unge",
    )  # fmt: skip
    return _with_leaders(parents, partners, near, children, young)


def _with_leaders(*groups: SupportGroup) -> tuple[SupportGroup, ...]:
    """Two lead every group, the third stands in for them in the slow open ones (no more than there are accounts)."""
    people = sorted(User.objects.filter(roles__contains=["group_leader"]), key=lambda person: person.email)
    people.sort(key=lambda person: len(person.email))  # `gruppeleder@` before its colleagues with a number
    leaders, deputies = people[:2], people[2:3]
    for group in groups:
        group.leaders.set(leaders)
        group.deputies.set(deputies if group.kind == GroupKind.SLOW_OPEN else [])
        group.leader_names = " og ".join(leader.name for leader in leaders)
        group.save(update_fields=["leader_names"])
    return groups


def _who(key: str) -> dict[str, str]:
    return dict(zip(("description", "description_en"), WHO[key], strict=True))


def _group(
    slug: str, name: str, kind: GroupKind, audience: str, *, at: tuple[int, time, time], capacity: int, first: date,
    **fields: Any,
) -> SupportGroup:  # fmt: skip
    values = {"status": GroupStatus.OPEN, "place": GroupPlace.CENTRE, "every_weeks": 2, "opened_date": first} | fields
    return SupportGroup.objects.create(
        slug=slug, name=name, kind=kind, audience=audience, weekday=at[0], start_wall=at[1], end_wall=at[2],
        capacity=capacity, first_date=first, **values,
    )  # fmt: skip
