"""The page of the leadership: a day and the latest week of the city in one screen, and as text."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.definitions import BY_KEY
from reports.tables import iso, mean_of_weeks, number, percent, week_text

MOST_NAMES = 3
BAD, GOOD = "bad", "good"


@dataclass(frozen=True)
class Line:
    """One figure: what it counts, the figure, what to know beside it, where its rows are.

    `tone` is "bad", "good" or "". `key` names the figure in `reports.definitions`, "" for none.
    """

    label: str
    value: str
    beside: str
    link: str
    tone: str = ""
    key: str = ""


@dataclass(frozen=True)
class Summary:
    """The lines of a day and of a week, and one sentence on fairness ("" before any report)."""

    title: str
    day: list
    week_title: str
    week: list
    fairness: str

    @property
    def definitions(self):
        """Return (name, meaning) of the figures of the week."""
        return [
            (BY_KEY[line.key].label, BY_KEY[line.key].definition) for line in self.week if line.key
        ]

    def as_text(self):
        """Return the page as lines for a chat: no links, no marks but a dash."""
        lines = [self.title, *(_text(line) for line in self.day)]
        if self.week:
            lines += ["", self.week_title, *(_text(line) for line in self.week)]
        if self.fairness:
            lines += ["", self.fairness]
        return "\n".join(lines)


def _text(line):
    return f"- {line.label}: {line.value}" + (f" ({line.beside})" if line.beside else "")


def summary_of(day, city_day, document):
    """Return the Summary of a date, its CityDay, and the Document of the latest week (or None)."""
    title = _("WFH Kota Bekasi, %(day)s") % {"day": date_format(day, "l, j F Y")}
    if document is None:
        return Summary(title, _day_lines(city_day), "", [], "")
    title_of_week = _("Minggu %(week)s") % {"week": week_text(document.figures)}
    return Summary(title, _day_lines(city_day), title_of_week, _week_lines(document), document.lead)


def _day_lines(city_day):
    people = sum(row[2] for row in city_day.places)
    home = sum(row[3] for row in city_day.places)
    short = [one.name for one in city_day.short]
    return [
        Line(
            _("Terjadwal di rumah hari ini"),
            number(home),
            _("%(share)s dari %(people)s pegawai yang bekerja")
            % {"share": percent(home, people), "people": number(people)}
            if people
            else _("hari libur"),
            "#opd",
        ),
        Line(
            _("Layanan kurang dari batas minimal hari ini"),
            number(len(short)),
            _names(short),
            "#layanan",
            BAD if short else GOOD,
        ),
    ]


def _week_lines(document):
    totals, figures = document.totals, document.figures
    report = reverse("reports:report_detail", args=[document.report.pk])
    breaches = [
        f"{one['unit']['label']}, {date_format(iso(one['date']), 'l')}"
        for one in figures["breaches"]
    ]
    missing = [unit["label"] for unit in figures["rosters"]["missing"]]
    return [
        _counted(document, "floors_short", report + "#kurang", _names(breaches)),
        _counted(
            document, "not_validated", report,
            _("%(share)s dari %(days)s hari di rumah")
            % {"share": percent(totals["not_validated"], totals["at_home"]),
               "days": number(totals["at_home"])}
            if totals["at_home"] else "",
        ),
        _counted(document, "unexplained", report, ""),
        Line(
            _("Rencana rotasi belum terbit"),
            number(len(missing)),
            _names(missing),
            report + "#rencana" if missing else report,
            BAD if missing else GOOD,
        ),
    ]  # fmt: skip


def _counted(document, key, link, beside):
    """Return the Line of one figure of the week, its mean of earlier weeks beside it."""
    count, mean = document.totals[key], document.figures["mean"]
    told = [beside] if beside else []
    if mean:
        weeks = len(mean["weeks"])
        told.append(
            ngettext(
                "rata-rata %(weeks)s minggu %(mean)s", "rata-rata %(weeks)s minggu %(mean)s", weeks
            )
            % {"weeks": weeks, "mean": number(mean_of_weeks(mean["totals"][key], weeks))}
        )
    tone = BAD if count else GOOD
    return Line(str(BY_KEY[key].label), number(count), "; ".join(told), link, tone, key)


def _names(names):
    """Return the first names of a list and how many more there are."""
    more = len(names) - MOST_NAMES
    told = ", ".join(names[:MOST_NAMES])
    return told if more <= 0 else _("%(names)s, dan %(more)s lagi") % {"names": told, "more": more}
