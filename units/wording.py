"""Words for dates that every room says in the same way."""

from django.utils.formats import date_format, number_format


def date_span(start, end):
    """Return two dates as one span in the reader's language: 2–29 November 2026."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{date_format(end, 'j F Y')}"
    if start.year == end.year:
        return f"{date_format(start, 'j F')} – {date_format(end, 'j F Y')}"
    return f"{date_format(start, 'j F Y')} – {date_format(end, 'j F Y')}"


def distance(metres):
    """Return a distance as people say it: 140 m, 3,2 km."""
    if metres < 1000:
        return f"{round(metres)} m"
    return f"{number_format(metres / 1000, decimal_pos=1)} km"


def day_amount(value, places=1):
    """Return a number of days as the language writes it, with a proper minus: −0,2 or −0.2."""
    return number_format(round(float(value), places) + 0.0, places).replace("-", "−")


def signed_day_amount(value, places=1):
    """Return a number of days with its sign: +0,2, −0,2, 0,0."""
    text = day_amount(value, places)
    return text if round(float(value), places) <= 0 else f"+{text}"


def file_size(size):
    """Return a size as people say it: 140 kB, 8 MB, 2,5 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    megabytes = round(size / (1024 * 1024), 1)
    return f"{number_format(megabytes, decimal_pos=0 if megabytes == int(megabytes) else 1)} MB"
