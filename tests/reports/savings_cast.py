"""Bills and holidays of the small city, known by hand.

Bappelitbangda works in "Gedung Bappelitbangda". December 2025 has 23 weekdays less two holidays:
21 working days. December 2026 has 23 less one: 22.
"""

import datetime

from reports.models import Bill, SavingsParameter
from schedules.models import Holiday
from units import clock

BUILDING = "Gedung Bappelitbangda"
DECEMBER = datetime.date(2026, 12, 1)
YEAR = 2025


def holidays():
    """Record the holidays that make 21 and 22 working days of the two Decembers."""
    for day in ((2025, 12, 25), (2025, 12, 26), (2026, 12, 25)):
        Holiday.objects.create(
            date=datetime.date(*day), kind="national", name="Libur", legal_basis="SKB"
        )


def bill(year, month, amount, building=BUILDING, kind="listrik"):
    return Bill.objects.create(
        building=building, kind=kind, month=datetime.date(year, month, 1), amount=amount,
        source="PLN (contoh)",
    )  # fmt: skip


def parameter(city, kind="listrik", low=2_000, high=3_500, start=(2026, 1, 1), building=""):
    return SavingsParameter.objects.create(
        building=building, kind=kind, low=low, high=high, source="Kajian BKPSDM (contoh)",
        starts_on=datetime.date(*start), set_by=city.wati.user, set_at=clock.now(),
    )  # fmt: skip
