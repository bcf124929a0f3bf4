"""Numbers of the reports as people read them, the same as in the PDF."""

from django import template

from reports.tables import number, percent, signed, week_text

register = template.Library()


@register.filter
def figure(value):
    """Return a number with points between thousands, a part to a tenth; text stays as it is."""
    return number(value) if isinstance(value, int | float) else value


@register.filter
def change(value):
    """Return a difference with its sign."""
    return signed(value)


@register.filter
def validated_share(totals):
    """Return the share of days at home that are validated, as text."""
    return percent(totals["validated"], totals["at_home"])


@register.filter
def week_words(report):
    """Return the week of a report in words."""
    return week_text({"week": {"starts_on": str(report.starts_on), "ends_on": str(report.ends_on)}})
