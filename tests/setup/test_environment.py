"""The environment is checked whole before anything starts."""

import pytest

from pio import environment

COMPLETE = dict.fromkeys(environment.NEEDED, "x") | {"PIO_ENV": "production"}


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"PIO_ENV": "test", "DATABASE_URL": "postgresql://ci@db.example.org/ci"},
        {"DATABASE_URL": "postgresql://me@localhost:5432/demo"},
        {"DATABASE_URL": "postgresql:///demo"},
        {"PIO_PORT": "8001"},
        COMPLETE,
    ],
)
def test_good_environments_pass(environ: dict[str, str]) -> None:
    environment.check(environ)


@pytest.mark.parametrize("name", environment.NEEDED)
def test_production_misses_each_variable_by_name(name: str) -> None:
    with pytest.raises(environment.EnvironmentRefused) as refused:
        environment.check(COMPLETE | {name: ""})
    assert str(refused.value) == (
        f"Production needs these environment variables:\n  {name}: {environment.NEEDED[name]}"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "", "80 "])
def test_odd_ports_are_refused(port: str) -> None:
    with pytest.raises(environment.EnvironmentRefused):
        environment.check({"PIO_PORT": port})
