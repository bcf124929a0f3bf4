"""The roster of a published part for the wall: for people without a phone or a computer.

It says where everybody works and who is not available, never why; no balance and no cause stands
on it, whoever prints it.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.queries.board import board_of, named_on_board
from schedules.queries.duty import duties_between, duty_words
from schedules.queries.rotations import rotation_of
from units import clock
from units.languages import in_indonesian
from units.papers import letterhead_of, paper_pdf

LETTERS = {"wfh": "R", "wfo": "K", "flex": "F", "away": "–", "libur": "L"}


def contents(plan, part, scope):
    """Return what the template prints of a part: days, and letters by person."""
    rotation = rotation_of(plan)
    people = rotation.people_of(part.unit_id)
    named = named_on_board(rotation, people, scope)
    board = board_of(rotation, part, named, detailed=False, editable=False)
    days = [day.date for day in board.days]
    duties = duties_between(plan.period.starts_on, plan.period.ends_on, [int(p) for p in people])
    on_duty = {(one.person, one.day) for one in duties}

    def letter(row, day, cell):
        # On duty on a day off: at the office.
        off = cell.status == "libur" and (row.person, day) in on_duty
        return LETTERS["wfo" if off else cell.status]

    return {
        "title": _("Lokasi kerja harian"),
        "letterhead": letterhead_of(part.unit),
        "unit": part.unit.name,
        "term": _("%(start)s sampai %(end)s")
        % {
            "start": date_format(plan.period.starts_on, "j F Y"),
            "end": date_format(plan.period.ends_on, "j F Y"),
        },
        "days": [[date_format(day, "D"), date_format(day, "j")] for day in days],
        "weeks": [number for number, day in enumerate(board.days) if day.week_starts],
        "people": _("Pegawai"),
        "groups": [
            {
                "name": group.name,
                "rows": [
                    [row.name, *map(letter, [row] * len(days), days, row.cells)]
                    for row in group.rows
                ],
            }
            for group in board.groups
        ],
        "legend": _(
            "R: WFH (rumah) · K: WFO (kantor) · F: jam fleksibel · –: tidak tersedia · L: libur."
            " Hari tanpa kolom adalah hari libur."
        )
        + duty_words(duties),
        "made": _("Versi %(version)s, dicetak %(at)s. Perubahan sesudahnya ada di portal.")
        % {
            "version": plan.version,
            "at": date_format(timezone.localtime(clock.now()), "j F Y H.i"),
        },
    }


def wall_pdf(plan, part, scope):
    """Return the bytes of the PDF, in Indonesian for every reader."""
    with in_indonesian():
        return paper_pdf("wall.typ", contents(plan, part, scope), at=clock.now())
