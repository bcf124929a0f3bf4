"""What waits for an account, from every room: the lines of *Hari ini* and *Tim saya*.

A provider is a function `provider(scope, now) -> list[Todo]` in the queries of its own noun. It
reads nothing for accounts that it never concerns, needs the same number of queries for one and
for many, and folds many of a kind with `units.todos.capped`. To add one, name it below.
"""

from attendance.queries.absences import absences_to_decide, absences_to_explain
from attendance.queries.check_ins import check_ins_waiting
from attendance.queries.corrections import corrections_owed, corrections_waiting
from attendance.queries.discipline import warnings_to_acknowledge
from attendance.queries.excuses import excuses_waiting
from attendance.queries.response_checks import calls_to_decide, calls_to_explain
from attendance.queries.signals import indications_to_answer, indications_to_decide
from attendance.queries.work_reports import work_reports_waiting
from schedules.queries.recalls import recalls_waiting
from schedules.queries.reviews import reviews_waiting
from schedules.queries.turns import turns_waiting
from units.todos import unread_notices

# What the person owes, beside what the page of the day reads by itself (home, daily reports).
MINE = (absences_to_explain, calls_to_explain, corrections_owed, indications_to_answer)
# What waits for the decision of the account.
DECISIONS = (
    warnings_to_acknowledge,
    check_ins_waiting,
    corrections_waiting,
    excuses_waiting,
    absences_to_decide,
    calls_to_decide,
    work_reports_waiting,
    indications_to_decide,
    reviews_waiting,
    turns_waiting,
)
LISTED_ON_TEAM_PAGE = (check_ins_waiting,)


def owed_by(scope, now, first=()):
    """Return the Todos of *Hari ini*: `first` those of the day, then all others, urgent ahead."""
    return _in_order([*first, *_told(scope, now, (*MINE, *DECISIONS, unread_notices))])


def waiting_for(scope, now):
    """Return the Todos of *Tim saya*, which lists the check-ins themselves beside them."""
    shown = [one for one in DECISIONS if one not in LISTED_ON_TEAM_PAGE]
    return _in_order(_told(scope, now, (recalls_waiting, *shown)))


def _told(scope, now, providers):
    return [todo for provider in providers for todo in provider(scope, now)]


def _in_order(todos):
    return sorted(todos, key=lambda todo: not todo.urgent)
