"""The cells of a board. Up to 6,000 stand on one page, so each is as short as it can be."""

from collections import Counter
from functools import cache

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.wording import day_amount, signed_day_amount

register = template.Library()

# The legend of the portal for what a board can show; a test holds the two together.
LETTERS = {
    "wfh": ("R", gettext_lazy("WFH (rumah)"), "H"),
    "wfo": ("K", gettext_lazy("WFO (kantor)"), "K"),
    "flex": ("F", gettext_lazy("jam fleksibel"), "F"),
    "cuti": ("C", gettext_lazy("cuti"), "C"),
    "sakit": ("S", gettext_lazy("sakit"), "C"),
    "dinas_luar": ("DL", gettext_lazy("dinas luar"), "D"),
    "away": ("–", gettext_lazy("tidak tersedia"), "L"),
    "libur": ("L", gettext_lazy("libur"), "L"),
}


@register.simple_tag
def board_rows(board, rows, *, renewed=False):
    """Return rows of a board: name and position, a cell for each day, figures where there are any.

    Each row has an id, by which a `renewed` one takes the place of the row before it.
    """
    write = _Writer(board, ' hx-swap-oob="true"' if renewed else "")
    return mark_safe("".join([write.row(row) for row in rows]))  # noqa: S308


class _Writer:
    """Writes the rows of a board; words and figures that come again are made once.

    A cell is a letter for the eye and a word for screen readers. Where the board explains itself
    each place of work is a link to its reason (and on an editable one to its form).
    """

    def __init__(self, board, swap):
        self.board = board
        self.swap = swap
        self.days = [
            (' class="w"' if day.week_starts else "", day.date.isoformat()) for day in board.days
        ]
        self.inside = cache(_inside)
        self.amount = cache(lambda tenths: escape(day_amount(tenths)))
        self.signed = cache(lambda tenths: escape(signed_day_amount(tenths)))
        bar = get_template("components/share_bar.html")
        self.bar = cache(
            lambda given, due: bar.render({"have": given, "due": due, "most": board.most}).strip()
        )
        self.no_part = escape(_("tidak ikut pembagian"))
        self.history = escape(_("Riwayat selisih porsi"))

    def row(self, row):
        person = int(row.person)
        position = f"<small>{escape(row.position)}</small>"
        return (
            f'<tr id="p{person}"{self.swap}><th scope="row">{escape(row.name)}{position}</th>'
            f"{self._cells(row, person)}{self._figures(row, person)}</tr>\n"
        )

    def _cells(self, row, person):
        parts = []
        for (week, day), cell in zip(self.days, row.cells, strict=True):
            style, inner, opens = self.inside(cell)
            if opens and self.board.explains:
                link = f"ubah/?person={person}&amp;day={day}"
                parts.append(f'<td{week}><a class="{style}" href="{link}">{inner}</a></td>')
            else:
                parts.append(f'<td{week}><b class="{style}">{inner}</b></td>')
        return "".join(parts)

    def _figures(self, row, person):
        if not self.board.detailed:
            return ""
        if row.share is None:
            columns = 2 + self.board.has_desirable
            because = escape(row.because) if row.because else self.no_part
            return f'<td class="num w out" colspan="{columns}">{because}</td>'
        share, difference = round(float(row.share), 1), round(float(row.difference), 1)
        told = self.signed(difference)
        if row.ledger:
            ledger = reverse("schedules:balance_ledger", args=[person])
            told = f'<a href="{ledger}">{told}<span class="sr"> {self.history}</span></a>'
        figures = (
            f'<td class="num w"><span class="mini">{self.bar(row.given, share)}</span>'
            f'{row.given} / {self.amount(share)}</td><td class="num">{told}</td>'
        )
        if not self.board.has_desirable:
            return figures
        if row.wanted_share is None:
            return f'{figures}<td class="num">–</td>'
        wanted = self.amount(round(float(row.wanted_share), 1))
        return f'{figures}<td class="num">{row.wanted} / {wanted}</td>'


def _inside(cell):
    """Return (style, content, whether it leads to its reason) of a cell."""
    letter, word, style = LETTERS[cell.status]
    words = escape(word)
    if cell.changed:
        style, words = f"{style} ch", f"{words}, {escape(_('diubah pengelola'))}"
    if cell.order:
        style, words = f"{style} or", f"{words}, {escape(ORDER_WORDS[cell.order])}"
    if cell.fallen:
        style, words = f"{style} fx", f"{words}, {escape(_('perlu diperbaiki'))}"
    opens = cell.status in ("wfh", "wfo")
    return style, f'{letter}<span class="sr"> {words}</span>', opens


ORDER_WORDS = {
    "recall": gettext_lazy("ditarik ke kantor"),
    "emergency": gettext_lazy("darurat"),
}
COVER_WORDS = {
    "short": gettext_lazy("kurang dari batas minimal"),
    "exact": gettext_lazy("tepat batas minimal"),
    "spare": gettext_lazy("lebih dari batas minimal"),
}


@register.simple_tag
def cover_cells(board, floor):
    """Return the cells of one floor: people on site, how many there must be, and in words."""
    words = {state: escape(word) for state, word in COVER_WORDS.items()}
    signs = {"short": "! {} &lt; {}", "exact": "{} ≥ {}", "spare": "{} ≥ {}"}
    parts = []
    for day, cover in zip(board.days, floor.covers, strict=True):
        week = " w" if day.week_starts else ""
        if cover is None:
            parts.append(f'<td class="none{week}">–</td>')
            continue
        text = signs[cover.state].format(int(cover.on_site), int(cover.required))
        parts.append(
            f'<td class="{cover.state}{week}"><span class="nowrap">{text}</span>'
            f'<span class="sr"> {words[cover.state]}</span></td>'
        )
    return mark_safe("".join(parts))  # noqa: S308


@register.simple_tag
def tightest_cells(board):
    """Return the cells that sum up many floors: people to spare above the tightest one."""
    parts = []
    for day, one in zip(board.days, board.tightest, strict=True):
        week = " w" if day.week_starts else ""
        if one is None:
            parts.append(f'<td class="none{week}">–</td>')
            continue
        text = f"! −{-one.spare}" if one.spare < 0 else f"+{one.spare}" if one.spare else "0"
        words = escape(f"{COVER_WORDS[one.state]}: {one.text}")
        parts.append(
            f'<td class="{one.state}{week}"><span class="nowrap">{text}</span>'
            f'<span class="sr"> {words}</span></td>'
        )
    return mark_safe("".join(parts))  # noqa: S308


@register.filter
def weeks_over(weeks, today):
    """Return the weeks of a schedule whose last day is past."""
    return [week for week in weeks if week and week[-1].date < today]


@register.filter
def usual_reason(schedule):
    """Return the reason of most days of who takes no part in the rotation, told once; else ""."""
    if schedule.share:
        return ""
    reasons = Counter(day.text for week in schedule.weeks for day in week if day.rule != "flexible")
    return reasons.most_common(1)[0][0] if reasons else ""
