"""One row per address and method: what each role gets, from its own unit and from outside.

`expect` names an answer for every role of ROLES. 200 opens, 302 is a redirect (for anonymous:
to the sign-in page), 403 is visible but not yours, 404 is not visible, 405 a refused method.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

# role of a row -> person of the cast (tests/conftest.py); `stranger` works in another agency
ROLES = {
    "anonymous": None,
    "employee": "sari",
    "head": "rudi",
    "agency_head": "dewi",
    "unit_hr": "hana",
    "city_hr": "wati",
    "leadership": "laras",
    "inspectorate": "bagus",
    "council": "komisi",
    "stranger": "umar",
    "foreign_head": "yanti",
}


def everybody(status, **others):
    """Return an `expect` with one answer for all who are signed in; anonymous must sign in."""
    return {**dict.fromkeys(ROLES, status), "anonymous": 302, **others}


@dataclass(frozen=True)
class Row:
    """An address (name and arguments), a method with its data, and what each role gets.

    `prepare` makes what the row needs out of the city and returns the arguments of the
    address; it runs anew for every role. POST rows are sent without data unless `data` says
    more, so that allowed roles get 200 (the form again) or 302 and denied ones 403 or 404.
    """

    name: str
    expect: dict = field(hash=False)
    kwargs: Callable = lambda city: {}
    method: str = "get"
    data: Callable = lambda city: {}
    note: str = ""

    @property
    def label(self):
        return f"{self.method.upper()} {self.name}{' · ' + self.note if self.note else ''}"
