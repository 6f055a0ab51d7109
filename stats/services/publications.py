"""Freeze and publish a year. The worker does the work: it counts, protects, checks, freezes and makes the files."""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.core import public
from pio.core.errors import Refusal
from stats.annual_report import FIGURES, MANUAL_FIGURES
from stats.models import FrozenFigure, Publication, PublishedFile
from stats.models.publications import Protection, State
from stats.publishing import snapshot
from stats.publishing.protection import Check, protect, values_left
from stats.publishing.releases import hold_back
from stats.publishing.snapshot import Cell
from stats.selectors import texts
from stats.selectors.releases import released as let_out

logger = logging.getLogger(__name__)
FILES = (("pdf", "nb"), ("pdf", "en"), ("xlsx", "nb"), ("xlsx", "en"))


class YearNotOver(Refusal):
    """Only a year that is over is published."""

    def __init__(self) -> None:
        super().__init__(_("Året er ikke slutt. Det kan publiseres fra 1. januar."))


class ReasonMissing(Refusal):
    """A correction needs a reason that everybody can read."""

    def __init__(self) -> None:
        super().__init__(_("Skriv hva som er rettet. Grunnen står på den åpne siden."))


class BeingPrepared(Refusal):
    """A version of the year is already on its way."""

    def __init__(self) -> None:
        super().__init__(_("Året gjøres allerede klart. Vent litt, og last siden på nytt."))


class NothingEntered(Refusal):
    """An old year needs at least one figure."""

    def __init__(self) -> None:
        super().__init__(_("Skriv minst ett tall."))


@transaction.atomic
def order_publication(year: int, *, reason: str, by: User | None, now: datetime) -> Publication:
    """Ask for a new version of a year; `freeze` finishes it in the worker.

    Raises:
        YearNotOver, BeingPrepared; ReasonMissing when the year is already published.
    """
    if year >= timezone.localdate(now).year:
        raise YearNotOver
    return _new(year, reason=reason, by=by, now=now, is_counted=True)


def _new(year: int, *, reason: str, by: User | None, now: datetime, is_counted: bool) -> Publication:
    known = Publication.objects.select_for_update().filter(year=year)
    if known.filter(state=State.PREPARING).exists():
        raise BeingPrepared
    published = known.filter(state=State.PUBLISHED).exists()
    if published and not reason.strip():
        raise ReasonMissing
    version = (known.aggregate(last=Max("version"))["last"] or 0) + 1
    return Publication.objects.create(
        year=year, version=version, reason=reason.strip() or ("" if version == 1 else _("Nytt forsøk")),
        published_date=timezone.localdate(now), published_by=by, code_version=snapshot.code_version(),
        is_counted=is_counted,
    )  # fmt: skip


@transaction.atomic
def freeze(publication_id: UUID) -> Publication | None:
    """Count, protect and freeze an ordered publication, and make its files. Doing it twice changes nothing.

    Returns:
        the publication, or None when it is no longer waiting, or another worker is at it.
    """
    waiting = Publication.objects.select_for_update(skip_locked=True)
    publication = waiting.filter(pk=publication_id, state=State.PREPARING).first()
    if publication is None:
        return None
    from stats.publishing.feasibility import Releases

    earlier = [cells_of(each) for each in _earlier(publication)]
    before = {each.place: each for each in earlier[-1]} if earlier else {}
    cells = protect(snapshot.cells_of(publication.year), before=before, check=Releases(earlier).values_left)
    cells = hold_back(cells, let_out(publication.year).months)
    _write(publication, cells)
    _make_files(publication)
    public.empty_page_cache()
    return publication


def finish(publication_id: UUID) -> None:
    """Freeze; when that fails, the version is stopped, so that the manager sees it and can order another."""
    try:
        freeze(publication_id)
    except Exception:
        logger.exception("publication stopped")
        Publication.objects.filter(pk=publication_id, state=State.PREPARING).update(state=State.STOPPED)


def left_behind() -> list[UUID]:
    """Publications that wait and that no worker is at: it died, or nobody was told. Each is finished again."""
    with transaction.atomic():
        rows = Publication.objects.select_for_update(skip_locked=True).filter(state=State.PREPARING)
        return list(rows.order_by("pk").values_list("pk", flat=True))


def preview(year: int, *, check: Check = values_left) -> list[Cell]:
    """What would go out, with what is hidden and why; nothing is stored."""
    published = Publication.objects.filter(year=year, state=State.PUBLISHED).order_by("version").last()
    before = {each.place: each for each in cells_of(published)} if published else {}
    return hold_back(protect(snapshot.cells_of(year), before=before, check=check), let_out(year).months)


@transaction.atomic
def enter_published_year(
    year: int, values: Mapping[str, int], *, reason: str, by: User | None, now: datetime
) -> Publication:
    """Enter an old year by the figures it was published with, before the portal. Nothing is counted.

    Raises:
        YearNotOver, NothingEntered, BeingPrepared; ReasonMissing for a correction.
    """
    if year >= timezone.localdate(now).year:
        raise YearNotOver
    known = [(key, values[key]) for key in (*FIGURES, *MANUAL_FIGURES) if values.get(key) is not None]
    if not known:
        raise NothingEntered
    publication = _new(year, reason=reason, by=by, now=now, is_counted=False)
    cells = [snapshot.cell("figures" if key in FIGURES else "manual_figures", key, "", value) for key, value in known]
    _write(publication, cells)
    public.empty_page_cache()
    return publication


def cells_of(publication: Publication) -> list[Cell]:
    """The frozen numbers of a publication."""
    rows = publication.rows.order_by("position")
    return [Cell(row.section, row.key, row.code, row.value, row.shown, row.protection) for row in rows]


def checksum(publication: Publication, cells: list[Cell]) -> str:
    """SHA-256 over the values and the words of a publication; equal as long as nothing has been touched."""
    values = [
        [each.section, each.key, each.code, _plain(each.value), _plain(each.shown), str(each.protection)]
        for each in cells
    ]
    said: list[Any] = [
        publication.year, publication.version, values, publication.definitions, publication.labels, publication.texts,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.1f}"


def _earlier(publication: Publication) -> list[Publication]:
    known = Publication.objects.filter(year=publication.year, state=State.PUBLISHED, is_counted=True)
    return list(known.order_by("version"))


def _write(publication: Publication, cells: list[Cell]) -> None:
    FrozenFigure.objects.bulk_create(
        FrozenFigure(
            publication=publication, position=position, section=each.section, key=each.key, code=each.code,
            value=each.value, shown=each.shown, protection=each.protection or Protection.NONE,
        )
        for position, each in enumerate(cells)
    )  # fmt: skip
    publication.definitions = snapshot.definitions()
    publication.labels = snapshot.labels(cells)
    publication.texts = texts.texts_of(publication.year)
    publication.choices_version = snapshot.choices_version()
    publication.checksum = checksum(publication, cells)
    publication.state = State.PUBLISHED
    publication.save()


def _make_files(publication: Publication) -> None:
    from stats.exports.pdf import as_pdf
    from stats.exports.xlsx import as_xlsx
    from stats.publishing.charts import draw_all
    from stats.selectors.published import published_year

    for kind, language in FILES:
        year = published_year(publication, language)
        content = as_pdf(year) if kind == "pdf" else as_xlsx(year)
        PublishedFile.objects.create(publication=publication, kind=kind, language=language, content=content)
    draw_all(publication)
