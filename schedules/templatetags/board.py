"""The cells of a board. Up to 6,000 stand on one page, so each is as short as it can be."""

from collections import Counter

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

# The legend of the portal for what a board can show; a test holds the two together.
LETTERS = {
    "wfh": ("R", gettext_lazy("WFH (rumah)"), "H"),
    "wfo": ("K", gettext_lazy("WFO (kantor)"), "K"),
    "cuti": ("C", gettext_lazy("cuti"), "C"),
    "sakit": ("S", gettext_lazy("sakit"), "C"),
    "dinas_luar": ("DL", gettext_lazy("dinas luar"), "D"),
    "away": ("–", gettext_lazy("tidak tersedia"), "L"),
}


@register.simple_tag
def board_cells(board, row):
    """Return the cells of one row: letter for the eye, word for screen readers.

    Where the board explains itself each place of work is a link to its reason (and on an
    editable one to its form). Everything put
    in is an id, an ISO date or a word of the legend.
    """
    changed_word = escape(_("diubah pengelola"))
    order_words = {"recall": escape(_("ditarik ke kantor")), "emergency": escape(_("darurat"))}
    parts = []
    for day, cell in zip(board.days, row.cells, strict=True):
        letter, word, style = LETTERS[cell.status]
        words = f" {escape(word)}" + (f", {changed_word}" if cell.changed else "")
        style = f"{style} ch" if cell.changed else style
        if cell.order:
            words += f", {order_words[cell.order]}"
            style += " or"
        inner = f'{letter}<span class="sr">{words}</span>'
        week = ' class="w"' if day.week_starts else ""
        if board.explains and cell.status in ("wfh", "wfo"):
            link = f"ubah/?person={int(row.person)}&amp;day={day.date.isoformat()}"
            parts.append(f'<td{week}><a class="{style}" href="{link}">{inner}</a></td>')
        else:
            parts.append(f'<td{week}><b class="{style}">{inner}</b></td>')
    return mark_safe("".join(parts))  # noqa: S308


@register.simple_tag
def cover_cells(board, floor):
    """Return the cells of one floor: people on site, how many there must be, and in words."""
    words = {
        "short": escape(_("kurang dari batas minimal")),
        "exact": escape(_("tepat batas minimal")),
        "spare": escape(_("memenuhi batas minimal")),
    }
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


@register.filter
def weeks_over(weeks, today):
    """Return the weeks of a schedule whose last day is past."""
    return [week for week in weeks if week and week[-1].date < today]


@register.filter
def usual_reason(schedule):
    """Return the reason of most days of who takes no part in the rotation, told once; else ""."""
    if schedule.share:
        return ""
    reasons = Counter(day.text for week in schedule.weeks for day in week)
    return reasons.most_common(1)[0][0] if reasons else ""
