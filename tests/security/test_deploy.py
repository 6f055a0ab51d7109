"""The lint of deploy/: the proxy, PostgreSQL and Redis leave no trace of who writes an experience (P01)."""

import re
from pathlib import Path

import pytest

from pio.core import anonymous_zone, public_zone

DEPLOY = Path(__file__).parents[2] / "deploy"
BLANKED = {
    "X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "User-Agent", "Cookie", "Referer", "Accept-Language", "Accept",
    "DNT", "Sec-CH-UA", "Sec-CH-UA-Platform", "Sec-CH-UA-Mobile",
}  # fmt: skip


def nginx() -> str:
    """The configuration without its comments."""
    return re.sub(r"(?m)^\s*#.*$", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))


def zone() -> str:
    """What stands in the location of the anonymous pages."""
    return re.search(r"location ~ \^/\(en/\)\?erfaringer/ \{(.*?)\n    \}", nginx(), re.DOTALL)[1]


def directives(text: str) -> dict[str, list[str]]:
    """Every directive with its values."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^\s*([\w.-]+)\s+(.+?);\s*$", text, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def settings_of(name: str, separator: str) -> dict[str, str]:
    """`name = value` or `name value` of a server's configuration."""
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(separator, 1) for line in lines if line.strip() and not line.startswith("#"))
    return {key.strip(): value.strip().strip("'") for key, value in pairs}


def test_p01_the_proxy_logs_nothing_of_the_anonymous_pages() -> None:
    found = directives(zone())
    assert (found["access_log"], found["error_log"]) == (["off"], ["/dev/null crit"])


def test_p01_the_proxy_hands_on_nothing_that_tells_who() -> None:
    headers = dict(value.split(" ", 1) for value in directives(zone())["proxy_set_header"])
    blanked = {name for name, value in headers.items() if value == '""'} - {"Connection"}
    assert blanked == BLANKED
    assert headers.keys() - blanked - {"Connection"} == {"Host", "X-Forwarded-Proto"}


def test_p01_no_body_touches_a_disk() -> None:
    found = directives(zone())
    assert found["client_max_body_size"] == found["client_body_buffer_size"] == ["256k"]
    assert (found["client_body_in_file_only"], found["proxy_max_temp_file_size"], found["proxy_cache"]) == (
        ["off"], ["0"], ["off"],
    )  # fmt: skip


def test_p01_no_limit_is_counted_by_address() -> None:
    zones = directives(nginx())["limit_req_zone"]
    assert [each.split()[0] for each in zones] == ["$server_name"]
    assert "limit_conn" not in nginx()


def test_p01_no_log_format_knows_query_agent_or_whole_address() -> None:
    formats = " ".join(re.findall(r"log_format.*?;", nginx(), re.DOTALL))
    for variable in ("$remote_addr", "$request ", '$request"', "$args", "$query_string", "$http_", "$request_uri"):
        assert variable not in formats


@pytest.mark.parametrize("path", ["/erfaringer/", "/erfaringer/del/", "/en/erfaringer/kvittering/"])
def test_the_proxy_and_the_portal_mean_the_same_pages(path: str) -> None:
    pattern = re.search(r"location ~ (\S+) \{", nginx())[1]
    assert re.match(pattern, path)
    assert public_zone.is_anonymous(path)
    for other in ("/", "/en/", "/radgivning/", "/intern/erfaringer/", "/erfaringer"):
        assert bool(re.match(pattern, other)) is public_zone.is_anonymous(other) is False


def test_p01_postgresql_writes_no_statement_and_no_time() -> None:
    found = settings_of("postgresql.conf", "=")
    wanted = {
        "log_statement": "none", "log_min_error_statement": "panic", "log_min_duration_statement": "-1",
        "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0", "log_error_verbosity": "terse",
        "track_commit_timestamp": "off", "archive_mode": "off", "log_connections": "off",
        "wal_recycle": "off", "wal_keep_size": "0",
    }  # fmt: skip
    assert {name: found.get(name) for name in wanted} == wanted


def test_p01_redis_writes_nothing_down() -> None:
    found = settings_of("redis.conf", " ")
    wanted = {
        "save": '""', "appendonly": "no", "slowlog-log-slower-than": "-1", "slowlog-max-len": "0",
        "latency-monitor-threshold": "0", "loglevel": "warning", "logfile": '""', "syslog-enabled": "no",
    }  # fmt: skip
    assert {name: found.get(name) for name in wanted} == wanted


def test_p01_what_the_proxy_lets_through_is_what_the_portal_keeps() -> None:
    kept = {"HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_TRANSFER_ENCODING"}
    assert anonymous_zone.KEPT - {"CONTENT_TYPE", "CONTENT_LENGTH"} == kept
