"""The settings of the running portal; only the life of pages' copies and parts is the bench's."""

import os

from pio.settings import *  # noqa: TID251  a settings module

PIO_DRAWINGS = int(os.environ.get("BENCH_DRAWINGS", PIO_DRAWINGS))  # noqa: F405
PIO_PAGE_SECONDS = int(os.environ["BENCH_PAGE_SECONDS"])
