"""The settings of the running portal; only the life of the pages' copies is the bench's."""

import os

from pio.settings import *  # noqa: TID251  a settings module

PIO_PAGE_SECONDS = int(os.environ["BENCH_PAGE_SECONDS"])
