"""One's own registered home: the point in force, the one that waits, and those before."""

from dataclasses import dataclass

from schedules.models import EmergencyTerm
from units.models import Home


@dataclass(frozen=True)
class Homes:
    """The confirmed home in force, the point that waits for confirmation, and former ones.

    `temporary` are the temporary places that are not over, confirmed or not; `emergency` is the
    EmergencyTerm not over for which the person may set one, or None.
    """

    current: Home | None
    waiting: Home | None
    former: list
    temporary: list
    emergency: EmergencyTerm | None


def homes_of(scope):
    """Return the Homes of the account's own employee; nobody else's can be asked for here."""
    rows = list(Home.objects.filter(employee=scope.employee).order_by("-set_at", "-pk")[:20])
    temporary = [row for row in rows if row.temporary and row.ends_on >= scope.day]
    rows = [row for row in rows if row not in temporary]
    confirmed = [row for row in rows if row.confirmed_at is not None]
    current = next(
        (
            row
            for row in confirmed
            if row.starts_on <= scope.day and (row.ends_on is None or row.ends_on >= scope.day)
        ),
        None,
    )
    waiting = next((row for row in rows if row.confirmed_at is None and row.ends_on is None), None)
    emergency = (
        EmergencyTerm.objects.filter(employee=scope.employee, ends_on__gte=scope.day)
        .order_by("starts_on", "pk")
        .first()
    )
    former = [row for row in confirmed if row is not current]
    return Homes(current, waiting, former, temporary, emergency)
