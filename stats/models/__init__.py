"""What the figures keep of their own."""

from stats.models.figures import ChapterText, Drawing, ManualFigure
from stats.models.publications import FrozenFigure, Publication, PublishedFile

__all__ = ["ChapterText", "Drawing", "FrozenFigure", "ManualFigure", "Publication", "PublishedFile"]
