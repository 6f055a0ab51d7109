"""The settings of the web processes in the booking races: the test's database."""

import os

from tests.settings import *
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["RACE_DATABASE"]
