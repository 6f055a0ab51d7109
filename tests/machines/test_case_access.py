"""Who reaches a case, whatever is assigned, deputised, blocked, handed over, opened with a reason, or taken away (P10).

The model asks nothing of the portal: it writes down who was given what and until when, and answers itself.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.http import Http404
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ombud import permissions
from ombud.models import Case, HandOver
from ombud.services import cases as services
from ombud.services import hand_overs
from pio.accounts.models import User
from pio.audit.services import break_glass
from pio.core.errors import Refusal
from tests.conftest import NOW
from tests.machines.world import World, run
from tests.ombud.factories import CaseFactory, OmbudUserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = (["ombud"], ["ombud"], ["ombud", "manager"], ["manager"])
WHO = st.integers(0, len(ROLES) - 1)
MANAGERS = st.sampled_from([3, 2, 0])
CASES = st.integers(0, 1)
REASON = "Klienten ringte og ombudet er borte i dag."


class Access(World):
    """Two cases, four of the staff, and everything that gives or takes access."""

    @initialize()
    def begins(self) -> None:
        self.now = NOW
        self.staff = [
            OmbudUserFactory(email=f"ombud-{number}@example.org", roles=list(roles))
            for number, roles in enumerate(ROLES)
        ]
        self.cases = [CaseFactory(ombud=self.staff[0]), CaseFactory(status="waiting", opened_date=None, ombud=None)]
        self.ombud: list[int | None] = [0, None]
        self.deputy: list[tuple[int, date] | None] = [None, None]
        self.denied: set[tuple[int, int]] = set()
        self.client: list[int | None] = [None, None]
        self.opened: dict[tuple[int, int], datetime] = {}
        self.shut: set[int] = set()

    def today(self) -> date:
        return self.now.astimezone(NOW.tzinfo).date()

    def case(self, number: int) -> Case:
        return Case.objects.get(pk=self.cases[number].pk)

    def user(self, who: int) -> User:
        return User.objects.get(pk=self.staff[who].pk)

    def has_role(self, who: int, role: str) -> bool:
        return role in ROLES[who] and who not in self.shut

    def is_kept_out(self, who: int, number: int) -> bool:
        return (who, number) in self.denied or self.client[number] == who

    def works(self, who: int, number: int) -> bool:
        deputy = self.deputy[number]
        is_deputy = deputy is not None and deputy[0] == who and deputy[1] >= self.today()
        mine = self.ombud[number] == who or is_deputy
        return mine and self.has_role(who, "ombud") and not self.is_kept_out(who, number)

    def reads(self, who: int, number: int) -> bool:
        ends = self.opened.get((who, number))
        glass = ends is not None and self.now < ends and self.has_role(who, "manager")
        return self.works(who, number) or (glass and not self.is_kept_out(who, number))

    @rule(number=CASES, who=WHO)
    def is_assigned(self, number: int, who: int) -> None:
        with suppress(Refusal):
            services.assign_case(self.case(number), to=self.user(who), by=self.user(3), now=self.now)
            assert self.ombud[number] is None
            self.ombud[number] = who

    @rule(number=CASES, who=WHO, days=st.integers(0, 2))
    def gets_a_deputy(self, number: int, who: int, days: int) -> None:
        until = self.today() + timedelta(days=days)
        with suppress(Refusal):
            services.set_deputy(self.case(number), deputy=self.user(who), until=until, by=self.user(3), now=self.now)
            self.deputy[number] = (who, until)

    @rule(number=CASES, who=WHO)
    def is_kept_from(self, number: int, who: int) -> None:
        with suppress(Refusal):
            services.keep_out(self.case(number), user=self.user(who), reason="Nabo", by=self.user(3), now=self.now)
            assert self.ombud[number] != who
            self.denied.add((who, number))

    @rule(number=CASES, who=WHO)
    def is_handed_over(self, number: int, who: int) -> None:
        with suppress(Refusal):
            hand_overs.hand_over(
                self.case(number), to=self.user(who), choice="all", note="", by=self.user(3), now=self.now
            )
            self.ombud[number], self.deputy[number] = who, None

    @rule(number=CASES)
    def the_hand_over_is_undone(self, number: int) -> None:
        row = HandOver.objects.filter(case=self.cases[number]).order_by("-made_at").first()
        if row is not None:
            with suppress(Refusal):
                hand_overs.undo(row, by=self.user(3), now=self.now)
                self.ombud[number] = next(n for n, user in enumerate(self.staff) if user.pk == row.from_ombud_id)

    @rule(number=CASES)
    def is_closed(self, number: int) -> None:
        with suppress(Refusal):
            services.change_status(self.case(number), to="closed", reason="done", by=self.user(3), now=self.now)
            self.deputy[number] = None

    @rule(number=CASES, who=MANAGERS)
    def glass_is_broken(self, number: int, who: int) -> None:
        with suppress(Refusal):
            break_glass.open_break_glass(
                self.case(number), by=self.user(who), right="ombud.break_glass", reason=REASON, reauthenticated=True,
                now=self.now,
            )  # fmt: skip
            assert self.has_role(who, "manager")
            self.opened[who, number] = self.now + timedelta(minutes=60)

    @rule(who=st.sampled_from([None, 0, 2]))
    def loses_or_gets_back_the_roles(self, who: int | None) -> None:
        """One of them, or whoever opened a case last."""
        who = next(reversed(self.opened), (3, 0))[0] if who is None else who
        self.shut ^= {who}
        User.objects.filter(pk=self.staff[who].pk).update(roles=[] if who in self.shut else list(ROLES[who]))

    @rule(number=CASES, who=WHO)
    def is_the_client(self, number: int, who: int) -> None:
        Case.objects.filter(pk=self.cases[number].pk).update(account=self.staff[who])
        self.client[number] = who

    @rule(minutes=st.sampled_from([20, 61, 1440]))
    def time_goes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def each_reaches_what_is_theirs_and_nothing_else(self) -> None:
        for who, user in enumerate(User.objects.filter(email__startswith="ombud-").order_by("email")):
            listed = set(Case.objects.worked_by(user, today=self.today()).values_list("pk", flat=True))
            assert listed == {self.cases[number].pk for number in (0, 1) if self.works(who, number)}
            for number, case in enumerate(self.cases):
                assert self.answers(permissions.read_case, user, case.pk) == self.reads(who, number)

    @rule(number=CASES, who=WHO)
    def works_on_it(self, number: int, who: int) -> None:
        may = self.works(who, number)
        assert self.answers(permissions.access_case, self.user(who), self.cases[number].pk) == may

    def answers(self, access, user: User, pk: UUID) -> bool:
        try:
            return access(user, pk, now=self.now).pk == pk
        except Http404:
            return False


def test_p10_each_reaches_ones_own_cases_whatever_has_happened() -> None:
    run(Access, examples=12)
