"""What somebody else does in the middle of a service, between its look and its lock: told by the statements it sends.

Both are on one connection, so nobody waits for anybody; what happens when they wait is in `tests/races/`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def meanwhile(act: Callable[[], object], *, before: str, after: str = "") -> Iterator[None]:
    """Let `act` happen once, right before the first statement with `before` that follows the first with `after`."""
    seen: list[str] = []
    done: list[str] = []

    def pass_on(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if not done and (seen or not after) and before in sql:
            done.append(sql)
            act()
        if after and after in sql:
            seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(pass_on):
        yield
    assert len(done) == 1
