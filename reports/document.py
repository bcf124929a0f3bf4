"""One report as facts and tables: what page, PDF and spreadsheet show, each in its own clothes."""

import datetime
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.definitions import BY_KEY, FIGURES, OTHER_DEFINITIONS
from reports.disclosure import MERGED_ID
from units.wording import date_span

DAY_COLUMNS = (
    "planned_wfh", "planned_wfo", "present_home", "present_office", "incomplete", "review",
    "unexplained", "absent", "leave", "sick", "travel", "away_other", "late", "validated",
    "not_validated", "floors_short",
)  # fmt: skip
UNIT_COLUMNS = (
    "planned_wfh", "at_home", "validated", "not_validated", "unexplained", "absent", "late",
    "floors_short",
)  # fmt: skip
CAUSES = ("leave", "sick", "travel")
TREND = (
    "planned_wfh", "at_home", "validated", "not_validated", "present", "incomplete", "review",
    "unexplained", "absent", "late", "late_minutes", "floors_short",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of whole numbers, or of text."""

    key: str
    label: str
    is_number: bool = True


@dataclass
class Table:
    """Rows of plain values in the order of the columns; `total` closes the table where given.

    `links` holds the unit id of each row (None where there is nothing to open).
    """

    key: str
    title: str
    columns: list
    rows: list = field(default_factory=list)
    total: list | None = None
    links: list = field(default_factory=list)


@dataclass(frozen=True)
class Fact:
    """A headline figure: its text, what it is, and whether it asks for attention."""

    text: str
    label: str
    tone: str = ""


def number(value):
    """Return a whole number as the language writes it: 20.000 or 20,000."""
    return number_format(value, force_grouping=True).replace("-", "−")


def signed(value):
    """Return a difference with its sign: +12, −3, 0."""
    return number(value) if value <= 0 else f"+{number(value)}"


def percent(part, whole):
    """Return a share to the nearest tenth, never rounded up to 100 %; a dash without a whole."""
    if not whole:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)
    tenths = min(tenths, 999) if part < whole else tenths
    shown = number_format(tenths // 10 if tenths % 10 == 0 else tenths / 10)
    return f"{shown}\u00a0%"


def one_decimal(value):
    """Return days with one decimal, or a dash where nothing was measured."""
    return "–" if value is None else number_format(round(value, 1), 1)


def iso(text):
    return datetime.date.fromisoformat(text)


def week_text(figures):
    """Return the week in words: 7–13 Desember 2026."""
    return date_span(iso(figures["week"]["starts_on"]), iso(figures["week"]["ends_on"]))


class Document:
    """A report with everything that is shown of it. `figures` may be the council's merged ones."""

    def __init__(self, report, figures):
        self.report = report
        self.figures = figures
        self.totals = figures["totals"]
        self.unit = figures["unit"]

    @property
    def week(self):
        return week_text(self.figures)

    @property
    def title(self):
        return _("Laporan Mingguan Kerja dari Rumah")

    @property
    def lead(self):
        """Return one sentence on fairness, or on why there is nothing to say of it."""
        fairness = self.figures["fairness"]
        if fairness is None:
            return _("Pemerataan ditampilkan untuk seluruh kota.")
        if not fairness["eligible"]:
            return _("Tidak ada pegawai dalam rotasi pada minggu ini.")
        return ngettext(
            (
                "%(people)s pegawai dalam rotasi; kesenjangan yang masih dapat diratakan: "
                "%(envious)s pegawai; rentang selisih porsi terbesar antar-rekan %(spread)s hari."
            ),
            (
                "%(people)s pegawai dalam rotasi; kesenjangan yang masih dapat diratakan: "
                "%(envious)s pegawai; rentang selisih porsi terbesar antar-rekan %(spread)s hari."
            ),
            fairness["eligible"],
        ) % {
            "people": number(fairness["eligible"]),
            "envious": number(fairness["envious"]),
            "spread": one_decimal(fairness["largest_spread"]),
        }

    @property
    def facts(self):
        """Return the headline figures, most asked for first."""
        t, rosters = self.totals, self.figures["rosters"]
        worked = t["at_home"] + t["at_office"]
        facts = [
            Fact(
                number(t["at_home"]),
                _("hari kerja di rumah, %(share)s dari %(all)s")
                % {"share": percent(t["at_home"], worked), "all": number(worked)},
            ),
            Fact(
                percent(t["validated"], t["at_home"]),
                _("WFH tervalidasi; %(count)s hari belum") % {"count": number(t["not_validated"])},
                "bad" if t["not_validated"] else "good",
            ),
            Fact(
                number(t["unexplained"]),
                _("hari belum ada keterangan"),
                "bad" if t["unexplained"] else "good",
            ),
            Fact(
                _("%(kept)s dari %(all)s")
                % {"kept": number(t["floors_kept"]), "all": number(t["floor_days"])}
                if t["floor_days"]
                else "–",
                _("batas minimal di kantor terpenuhi"),
                "bad" if t["floors_short"] else "good",
            ),
        ]
        if rosters["needed"]:
            facts.append(
                Fact(
                    _("%(done)s dari %(all)s")
                    % {"done": number(rosters["published"]), "all": number(rosters["needed"])},
                    _("rencana rotasi wajib sudah terbit"),
                    "bad" if rosters["missing"] else "good",
                )
            )
        return facts

    @property
    def note(self):
        """Return what was merged or left out for this reader, in words, or ""."""
        if "merged" in self.figures:
            return _(
                "Unit dengan kurang dari lima pegawai digabung, jenis ketidakhadiran "
                "disatukan, dan kejadian kurang dari batas minimal disebut hanya untuk unit "
                "yang tampil sendiri."
            )
        return ""

    @property
    def coverage_sentence(self):
        """Return what to say of the floors where no breach is listed."""
        t = self.totals
        if not t["floor_days"]:
            return _("Tidak ada batas minimal yang berlaku pada rencana terbit minggu ini.")
        if t["floors_short"]:
            return _("Kejadian pada unit yang digabung tidak disebut satu per satu.")
        return _("Seluruh batas minimal di kantor terpenuhi.")

    @property
    def warnings(self):
        """Return what makes the figures incomplete, in words."""
        found = []
        if self.totals["unrecorded"]:
            found.append(
                _(
                    "%(count)s hari kerja belum direkap dan belum masuk hitungan. Laporan "
                    "disusun ulang dengan sendirinya setelah rekap lengkap."
                )
                % {"count": number(self.totals["unrecorded"])}
            )  # fmt: skip
        if self.figures["unreadable"]:
            names = ", ".join(unit["label"] for unit in self.figures["unreadable"])
            found.append(
                _(
                    "Batas minimal dan pemerataan tidak dapat dihitung dari rencana %(names)s "
                    "karena berkasnya tidak terbaca."
                )
                % {"names": names}
            )  # fmt: skip
        return found

    def _columns(self, keys):
        """Return the columns worth showing: causes of absence only where they are told apart."""
        return [
            Column(key, str(BY_KEY[key].label))
            for key in keys
            if key not in (*CAUSES, "away_other")
            or self.totals[key]
            or (key in CAUSES and not self.totals["away_other"])
        ]

    def _table(self, key, title, first, keys, rows, links=()):
        columns = self._columns(keys)
        table = Table(key, title, [Column("label", first, is_number=False), *columns])
        table.rows = [[label, *(row[column.key] for column in columns)] for label, row in rows]
        table.total = [_("Jumlah"), *(self.totals[column.key] for column in columns)]
        table.links = list(links)
        return table

    @property
    def days(self):
        """Return the days of the week on which somebody works."""
        return [
            row
            for row in self.figures["days"]
            if row["person_days"] > row["holiday"] or row["unrecorded"] or row["floor_days"]
        ]

    def by_day(self, keys=DAY_COLUMNS):
        """Return the working days of the week; a day on which nobody works is left out."""
        rows = [(date_format(iso(row["date"]), "l, j F"), row) for row in self.days]
        return self._table("days", _("Menurut hari"), _("Hari"), keys, rows)

    def days_across(self):
        """Return the same with a row for each figure and a column for each day: fits a phone."""
        by_day = self.by_day()
        table = Table("days", by_day.title, [Column("label", _("Angka"), is_number=False)])
        table.columns += [
            Column(row["date"], date_format(iso(row["date"]), "D j")) for row in self.days
        ]
        table.columns.append(Column("total", _("Jumlah")))
        for position, column in enumerate(by_day.columns[1:], start=1):
            values = [row[position] for row in by_day.rows]
            table.rows.append([column.label, *values, by_day.total[position]])
        return table

    def by_unit(self, keys=UNIT_COLUMNS):
        """Return the parts of the unit, each with everything below it."""
        rows, links = [], []
        for row in self.figures["units"]:
            label = row["unit"]["label"]
            if row["unit"]["id"] == MERGED_ID:
                label = _("Unit kecil (digabung)")
            elif row["own"]:
                label = _("Langsung pada %(unit)s") % {"unit": label}
            rows.append((label, row))
            links.append(None if row["own"] else row["unit"]["id"])
        table = self._table("units", _("Menurut unit"), _("Unit"), keys, rows, links)
        table.columns.insert(1, Column("people", _("Pegawai")))
        for values, (_label, row) in zip(table.rows, rows, strict=True):
            values.insert(1, row["people"])
        table.total.insert(1, self.figures["people"])
        return table

    def all_figures(self):
        """Return every figure with this week, the week before and the difference."""
        before = self.figures["before"]
        table = Table(
            "figures",
            _("Semua angka"),
            [Column("label", _("Angka"), is_number=False), Column("now", _("Minggu ini"))],
        )
        if before:
            table.columns += [
                Column("before", _("Minggu sebelumnya")),
                Column("change", _("Selisih")),
            ]
        people = [_("Pegawai"), self.figures["people"]]
        if before:
            people += [before["people"], self.figures["people"] - before["people"]]
        table.rows.append(people)
        for column in self._columns([figure.key for figure in FIGURES]):
            now = self.totals[column.key]
            row = [column.label, now]
            if before:
                then = before["totals"][column.key]
                row += [then, now - then]
            table.rows.append(row)
        return table

    def trend(self):
        """Return (label, then, now, difference) of the main figures, or [] for a first week."""
        before = self.figures["before"]
        if not before:
            return []
        return [
            (str(BY_KEY[key].label), before["totals"][key], self.totals[key],
             self.totals[key] - before["totals"][key])
            for key in TREND
        ]  # fmt: skip

    def breaches(self):
        """Return every floor that was not kept: day, unit, which one, how many needed and there."""
        table = Table(
            "breaches",
            _("Kurang dari batas minimal"),
            [
                Column("date", _("Hari"), is_number=False),
                Column("unit", _("Unit"), is_number=False),
                Column("text", _("Batas minimal"), is_number=False),
                Column("needed", _("Harus di kantor")),
            ],
        )
        with_counts = all(one["on_site"] is not None for one in self.figures["breaches"])
        if with_counts:
            table.columns.append(Column("on_site", _("Di kantor")))
        for one in self.figures["breaches"]:
            day = date_format(iso(one["date"]), "l, j F")
            row = [day, one["unit"]["label"], one["text"], one["needed"]]
            table.rows.append([*row, one["on_site"]] if with_counts else row)
        return table

    def missing_rosters(self):
        """Return the agencies that had to publish a rotation and did not."""
        return [unit["name"] for unit in self.figures["rosters"]["missing"]]

    def definitions(self):
        """Return (group, name, definition) of every figure, in the order of the list."""
        found = [(str(one.group), str(one.label), str(one.definition)) for one in FIGURES]
        return found + [(_("Lainnya"), str(name), str(text)) for name, text in OTHER_DEFINITIONS]


def differences(report, previous):
    """Return (label, before, after) of every total that changed between two versions."""
    found = []
    if report.figures["people"] != previous.figures["people"]:
        found.append((_("Pegawai"), previous.figures["people"], report.figures["people"]))
    for figure in FIGURES:
        old, new = (one.figures["totals"].get(figure.key, 0) for one in (previous, report))
        if old != new:
            found.append((str(figure.label), old, new))
    old, new = previous.figures["fairness"], report.figures["fairness"]
    if old["envious"] != new["envious"]:
        label = _("Kesenjangan yang masih dapat diratakan")
        found.append((label, old["envious"], new["envious"]))
    old, new = previous.figures["rosters"], report.figures["rosters"]
    if old["published"] != new["published"]:
        found.append((_("Rencana rotasi terbit"), old["published"], new["published"]))
    return found
