"""Tags that every template has: icons, chips, bars, cards, pages of a list."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from units.retelling import retold
from units.wording import date_span, day_amount, distance, signed_day_amount

register = template.Library()
register.filter("retold", retold)
register.filter("days", day_amount)
register.filter("signed_days", signed_day_amount)

# letter, word, style: the same everywhere a status is shown (never colour alone)
STATUSES = {
    "wfh": ("R", _("WFH (rumah)"), "H"),
    "wfo": ("K", _("WFO (kantor)"), "K"),
    "flex": ("F", _("jam fleksibel"), "F"),
    "cuti": ("C", _("cuti"), "C"),
    "sakit": ("S", _("sakit"), "C"),
    "dinas_luar": ("DL", _("dinas luar"), "D"),
    "libur": ("L", _("libur"), "L"),
    "away": ("–", _("tidak tersedia"), "L"),
    "review": ("?", _("perlu ditinjau"), "C"),
    "unexplained": ("!", _("belum ada keterangan"), "A"),
    "absent": ("TK", _("tanpa keterangan"), "A"),
    "short": ("!", _("kurang dari batas minimal"), "A"),
}

# path and width of its line, in a square of 24
ICONS = {
    "check": ("M4 12.5 9.5 18 20 6.5", "2.5"),
    "cross": ("M6 6l12 12M18 6 6 18", "2.5"),
    "download": ("M12 4v11m-5-4 5 5 5-5M5 20h14", "2"),
    "bell": ("M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21.5h4", "2"),
}


@register.simple_tag
def icon(name):
    """Return the named symbol, hidden from screen readers; an unknown name raises KeyError.

    Drawn in place: a path is no longer than the address of a file, and costs no request.
    """
    path, width = ICONS[name]
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="{}" aria-hidden="true"><path d="{}"/></svg>',
        width,
        path,
    )


@register.simple_tag
def chip(status, size=""):
    """Return letter and word of a status as a coloured chip; the word is for screen readers.

    An unknown status raises KeyError: a page must not show a colour that means nothing.
    """
    letter, word, style = STATUSES[status]
    return format_html(
        '<span class="chip {} {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="sr">{}</span></span>',
        size,
        style,
        word,
        letter,
        word,
    )


@register.simple_tag
def status_word(status):
    """Return the word of a status."""
    return STATUSES[status][1]


@register.inclusion_tag("components/legend.html")
def legend(*statuses):
    """Show letter and word of the given statuses beneath a board."""
    return {"items": [(status, STATUSES[status][1]) for status in statuses]}


@register.simple_tag
def share_bar(have, due, most):
    """Return a bar of what one has with a tick at what one is due, both in days out of `most`."""
    most = max(float(most), float(have), float(due), 0.1)
    return format_html(
        '<svg class="share-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" x="0" y="3" width="100" height="8"></rect>'
        '<rect class="fill" x="0" y="3" width="{}" height="8"></rect>'
        '<rect class="tick" x="{}" y="0" width="1.6" height="14"></rect></svg>',
        round(100 * float(have) / most),
        min(98, round(100 * float(due) / most)),
    )


@register.simple_block_tag(takes_context=True)
def card(context, content, title="", level=2, tone=""):
    """Wrap content in a sheet of paper with an optional heading."""
    heading = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html('<section class="card {}">{}{}</section>', tone, heading, content)


@register.filter
def distance_words(metres):
    """Return a distance in metres as people say it."""
    return distance(metres)


@register.filter
def dates_of(dated):
    """Return the dates of a period as one span: 2–29 November 2026."""
    return date_span(dated.starts_on, dated.ends_on)


@register.filter
def period_words(period):
    """Return the name of a period with its dates, once where it is called after them."""
    if period.name.startswith(f"{period.starts_on.day} "):
        return dates_of(period)
    return f"{period.name} ({dates_of(period)})"
