"""A published plan of Bidang Ekonomi, on the Monday on which most tests live."""

import pytest

from tests.schedules.conftest import division_heads_stay, eager  # noqa: F401
from tests.schedules.swap_cast import published_plan
from units.models import Outbox


@pytest.fixture
def plan(city, monday):
    """Two weeks from Monday; Sari is at home on Thursday the 17th, Tono on Tuesday the 15th."""
    found = published_plan(city)
    Outbox.objects.all().delete()
    return found


def told(kind=None):
    """Return {(user name, kind)} of the notices written since."""
    rows = Outbox.objects.values_list("recipient__username", "kind")
    return {row for row in rows if kind in (None, row[1])}
