"""`annual_report`: five maps and nothing else on standard output, exit status 0 also for a year without data."""

import io
import json
from contextlib import redirect_stdout
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from groups.models import SelfRunGroup
from stats.services.publications import freeze, order_publication
from tests.advising.factories.calls import CallFactory

pytestmark = pytest.mark.django_db
FIVE = ["figures", "gender_percent", "ombud_gender_percent", "relation_percent", "manual_figures"]


def output(*arguments: str, **options: object) -> bytes:
    stream = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(stream):
        call_command("annual_report", *arguments, **options)
    stream.flush()
    return stream.buffer.getvalue()


def test_year_without_data_gives_zeros_and_empty_maps():
    report = json.loads(output("1999", "--format", "json"))
    assert list(report) == FIVE
    assert set(report["figures"].values()) == {0}
    assert [report[name] for name in FIVE[1:]] == [{}, {}, {}, {}]


def test_year_that_has_not_begun_is_without_data():
    this = localdate().year
    SelfRunGroup.objects.create(name="Tirsdagsgruppa", audience="parents", registered_date=date(this - 1, 5, 1))
    standing = [json.loads(output(str(year)))["figures"]["self_run_groups"] for year in (this, this + 1, this + 40)]
    assert standing == [1, 0, 0]
    assert set(json.loads(output(str(this + 1)))["figures"].values()) == {0}


def test_csv_has_a_line_for_each_figure():
    lines = output("1999", "--format", "csv").decode().splitlines()
    assert lines[:2] == ["section,key,value", "figures,inquiries_total,0"]


def test_published_is_the_frozen_version(now):
    CallFactory.create_batch(9, started_at=datetime(2025, 6, 2, 10, tzinfo=UTC))
    freeze(order_publication(2025, reason="", by=None, now=now).pk)
    CallFactory(started_at=datetime(2025, 6, 3, 10, tzinfo=UTC))
    frozen, counted = (json.loads(output("2025", *more)) for more in (("--published",), ()))
    assert (frozen["figures"]["helpline_calls"], counted["figures"]["helpline_calls"]) == (9, 10)
    assert list(frozen) == FIVE


def test_year_that_is_not_published_says_so():
    with pytest.raises(CommandError, match="1999 is not published"):
        output("1999", "--published")


def test_pdf_has_tags_title_language_and_the_numbers(tmp_path):
    CallFactory.create_batch(12, started_at=datetime(2025, 6, 2, 10, tzinfo=UTC))
    call_command("annual_report", "2025", "--format", "pdf", "--output", str(tmp_path / "report.pdf"))
    reader = PdfReader(tmp_path / "report.pdf")
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "nb")
    assert reader.metadata.title == "PIO-senteret: Årets tall 2025"
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Samtaler på rådgivningstelefonen" in text
    assert "\n12\n" in text


def test_spreadsheet_has_a_sheet_per_chapter_and_real_numbers(tmp_path):
    CallFactory.create_batch(12, started_at=datetime(2025, 6, 2, 10, tzinfo=UTC))
    call_command("annual_report", "2025", "--format", "xlsx", "--output", str(tmp_path / "report.xlsx"))
    book = CalamineWorkbook.from_path(str(tmp_path / "report.xlsx"))
    rows = book.get_sheet_by_name("Rådgivningstelefonen").to_python()
    assert rows[1] == ["Samtaler på rådgivningstelefonen", "samtaler", 12.0]
    assert book.sheet_names[:3] == ["Henvendelser", "Rådgivningstelefonen", "Rådgivningstimer"]
