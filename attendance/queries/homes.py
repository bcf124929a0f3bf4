"""One's own registered home: the point in force, the one that waits, and those before."""

from dataclasses import dataclass

from units.models import Home


@dataclass(frozen=True)
class Homes:
    """The confirmed home in force, the point that waits for confirmation, and former ones."""

    current: Home | None
    waiting: Home | None
    former: list


def homes_of(scope):
    """Return the Homes of the account's own employee; nobody else's can be asked for here."""
    rows = list(Home.objects.filter(employee=scope.employee).order_by("-set_at", "-pk")[:20])
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
    return Homes(current, waiting, [row for row in confirmed if row is not current])
