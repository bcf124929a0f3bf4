"""One cell of a board and what became of it: who set it, and which rows now read differently."""

from django.utils.translation import gettext as _

from schedules.models import Plan
from schedules.queries.board import EVERYBODY, Row, board_of, figures_of
from schedules.queries.versions import CELL_ACTS, CHANGED
from units.models import Decision


def cell_decisions(plan, person, day):
    """Return the decisions on a cell in this version, latest first; `day` is an ISO date."""
    rows = Decision.objects.filter(
        subject_type=Plan._meta.label,
        subject_id=plan.pk,
        act__in=CELL_ACTS,
        after__person=person,
        after__day=day,
    )
    return list(rows.select_related("actor__employee").order_by("-pk"))


def cell_change_in(part, pk):
    """Return the decision that changed a cell of a part by hand, or None."""
    return Decision.objects.filter(
        pk=pk,
        subject_type=Plan._meta.label,
        subject_id=part.plan_id,
        unit_id=part.unit_id,
        act=CHANGED,
    ).first()


def undoable_by(user, decisions):
    """Return the change that a person may take back: their own, while nothing came after it."""
    if decisions and decisions[0].act == CHANGED and decisions[0].actor_id == user.pk:
        return decisions[0]
    return None


def rows_to_renew(before, after, part, named, *, person, shown, stale):
    """Return (the Board after a change, the rows that a page has to show anew).

    `before` and `after` are rotations. A page that is up to date gets those of its rows that read
    differently: a day of one person moves the share of all peers. One that is `stale` gets all,
    or under a filter the row of `person` alone, because nobody knows which others it has.
    """
    options = {"detailed": True, "editable": True, "explains": True}
    board = board_of(after, part, named, **options)
    if stale:
        whole = shown == EVERYBODY
        return board, [row for row in board.rows if whole or row.person == person]
    kept = board.rows
    if shown != EVERYBODY:
        had = {row.person for row in board_of(before, part, named, shown=shown, **options).rows}
        kept = [row for row in board.rows if row.person in had]
    return board, [row for row in kept if row.person == person or _reads_differently(before, row)]


def fallen_sentence(rotation, person, day):
    """Return why a planned day at home no longer holds for a person, or ""; names no cause.

    For the superior, who reads the cause on the page of the person.
    """
    if (person, day) not in rotation.fallen:
        return ""
    if (person, day) in rotation.overlay.excluded:
        return _(
            "Hari WFH yang terjadwal tidak berlaku lagi karena ada pengecualian yang tercatat."
            " Rencana perlu diperbaiki."
        )
    return _(
        "Hari WFH yang terjadwal tidak berlaku lagi karena penempatan baru. Rencana perlu"
        " diperbaiki."
    )


def _reads_differently(before, row):
    """Say whether the figures of a row were others before; the cells of others never change."""
    was = Row(row.person, row.name, row.position, row.unit, [], **figures_of(before, row.person))
    return was.reading != row.reading
