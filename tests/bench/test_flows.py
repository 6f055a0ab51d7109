"""Whole sign-ups and whole bookings: how many a second, how long alone, how many requests."""

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

from tests.bench.conftest import Measured
from tests.bench.prepare import COURSE
from tests.bench.report import spread
from tests.bench.servers import Server
from tests.bench.visitors import Visitor, book, sign_up

AT_ONCE, ROUNDS, SECONDS, ALONE = 8, 3, 6.0, 25
Flow = Callable[[Visitor, int], str]
people: Iterator[int] = count(1)


def course_flow(visitor: Visitor, number: int) -> str:
    """One sign-up."""
    return sign_up(visitor, f"/kurs/{COURSE}/", f"benk{number}@example.org")


def booking_flow(visitor: Visitor, number: int) -> str:
    """One booking."""
    return book(visitor, f"benk{number}@example.org", choice=number * 7)


def visit(address: str, flow: Flow) -> Visitor:
    """One flow by somebody new."""
    with closing(Visitor(address)) as visitor:
        flow(visitor, next(people))
    return visitor


def flows_a_second(address: str, flow: Flow) -> float:
    """Complete flows a second, `AT_ONCE` visitors always under way."""
    end = time.monotonic() + SECONDS

    def keep_on(_who: int) -> int:
        done = 0
        while time.monotonic() < end:
            visit(address, flow)
            done += 1
        return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = time.monotonic()
        done = sum(pool.map(keep_on, range(AT_ONCE)))
        return done / (time.monotonic() - begun)


def alone(address: str, flow: Flow) -> tuple[float, int]:
    """The median milliseconds a flow waits for answers when nobody else is there, and its requests."""
    visit(address, flow)
    visitors = [visit(address, flow) for _number in range(ALONE)]
    return statistics.median(sum(each.seconds) * 1000 for each in visitors), max(each.requests for each in visitors)


def test_whole_sign_up_for_a_course(portal: Server, measured: Measured) -> None:
    check(portal, measured, "sign-up for a course", course_flow, most_requests=4)


def test_whole_booking_of_an_advice_session(portal: Server, measured: Measured) -> None:
    check(portal, measured, "booking of an advice session", booking_flow, most_requests=9)


def check(portal: Server, measured: Measured, name: str, flow: Flow, *, most_requests: int) -> None:
    """Measure one flow against its budgets."""
    milliseconds, requests = alone(portal.address, flow)
    rates = [flows_a_second(portal.address, flow) for _round in range(ROUNDS)]
    faults = []
    for line in (
        (f"requests of a whole {name}", f"≤ {most_requests}", str(requests), requests <= most_requests),
        (f"whole {name}, alone", "p50 ≤ 120 ms", f"{milliseconds:.0f} ms", milliseconds <= 120),
        (f"whole {name}, {AT_ONCE} at once", "≥ 25 a second", spread(rates, 1), statistics.median(rates) >= 25),
    ):
        try:
            measured(*line)
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)
