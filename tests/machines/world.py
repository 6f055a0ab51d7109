"""What the machines share: each example is one transaction that is rolled back, on the real PostgreSQL.

A machine does what people may do in any order, keeps a model of what must be so, and compares after every step. The
runs are the same every time. `PIO_EXAMPLES=500` looks further, at random, for a night or before a change of the rules,
and makes what it finds as short as it can.
"""

import os

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

EXAMPLES = 25
STEPS = 20


class World(RuleBasedStateMachine):
    """One example: whatever it writes is gone when it ends."""

    def __init__(self) -> None:
        super().__init__()
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)


def run(machine: type[World], *, examples: int = EXAMPLES) -> None:
    """Run the examples of a machine."""
    more = int(os.environ.get("PIO_EXAMPLES", "0"))
    chosen = settings(
        max_examples=more or examples,
        stateful_step_count=STEPS,
        derandomize=not more,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if more else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
