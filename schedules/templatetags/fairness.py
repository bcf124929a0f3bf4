"""Distributions as a chart with its table, and the words for their parts."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import ngettext

from schedules.charts import bars

register = template.Library()


@register.filter
def bin_words(one):
    """Return the values of a part of a distribution: 2 hari, 2–4 hari."""
    text = f"{one.low}" if one.low == one.high else f"{one.low}–{one.high}"
    return ngettext("%(days)s hari", "%(days)s hari", one.high) % {"days": text}


@register.filter
def bins_words(found):
    """Return a distribution in one line: 2 hari: 6 pegawai; 3 hari: 5 pegawai."""
    return "; ".join(
        ngettext("%(days)s: %(n)s pegawai", "%(days)s: %(n)s pegawai", one.people)
        % {"days": bin_words(one), "n": one.people}
        for one in found
    )


@register.simple_tag
def distribution_chart(found, own):
    """Return the chart of a distribution with the reader's own part marked."""
    rows = [(bin_words(one), one.people, one.holds(own)) for one in found]
    return mark_safe(bars(rows))  # noqa: S308 (own numbers, escaped labels)


@register.inclusion_tag("schedules/_distribution.html")
def distribution_table(found, own, kind=""):
    """Show a distribution as a table with the reader's own part marked.

    `kind` is "flexible" for flexible-hours days.
    """
    return {"rows": [(one, one.holds(own)) for one in found], "kind": kind}
