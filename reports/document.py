"""One report as facts and tables: what page, PDF and spreadsheet show, each in its own clothes."""

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.comparison import cell_differences, changes_table
from reports.definitions import BY_KEY, FIGURES, OTHER_DEFINITIONS
from reports.disclosure import MERGED_ID
from reports.fairness_table import fairness_table
from reports.period_words import WORDS, circular_rows, part_name
from reports.source_table import source_table
from reports.tables import (
    Column,
    Fact,
    Table,
    iso,
    mean_of_weeks,
    number,
    one_decimal,
    percent,
    week_text,
)

MOST_CELLS = 60
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
    "unexplained", "absent", "late", "late_minutes", "floors_short", "calls_missed",
    "corrections", "reviews", "swaps", "recalls", "emergency_days", "indications", "warnings",
)  # fmt: skip


def day_name(date):
    """Return an ISO date as a day of the week and a date in words."""
    return date_format(iso(date), "l, j F")


class Document:
    """A report with everything that is shown of it. `figures` may be the council's merged ones.

    `previous` is the version before, where the reader may know what it said.
    """

    def __init__(self, report, figures, previous=None):
        self.report = report
        self.previous = previous
        self.kind = figures.get("kind", "weekly")
        self.words = WORDS[self.kind]
        self.figures = figures
        self.totals = figures["totals"]
        self.unit = figures["unit"]

    @property
    def week(self):
        return week_text(self.figures)

    @property
    def title(self):
        return str(self.words.title)

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
        if "merged" in self.figures and self.kind != "weekly":
            return _("Rincian per unit hanya ada pada laporan mingguan.")
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
        if self.figures.get("missing"):
            weeks = ", ".join(
                date_format(iso(monday), "j F Y") for monday in self.figures["missing"]
            )
            found.append(
                _("Tanpa laporan mingguan dan tidak masuk hitungan: minggu mulai %(weeks)s.")
                % {"weeks": weeks}
            )
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

    def _columns(self, keys, rows=()):
        """Return the columns worth showing: causes of absence only where they are told apart.

        What is not told to this reader for every row has no column.
        """
        return [
            Column(key, str(BY_KEY[key].label))
            for key in keys
            if all(key in row for row in (self.totals, *rows))
            and (
                key not in (*CAUSES, "away_other")
                or self.totals[key]
                or (key in CAUSES and not self.totals["away_other"])
            )
        ]

    def _table(self, key, title, first, keys, rows, links=()):
        columns = self._columns(keys, [row for _label, row in rows])
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
        rows = [(part_name(self.kind, row), row) for row in self.days]
        title, first = str(self.words.by_part), str(self.words.part)
        return self._table("days", title, first, keys, rows)

    def days_across(self):
        """Return the same with a row for each figure and a column for each day: fits a phone."""
        by_day = self.by_day()
        table = Table("days", by_day.title, [Column("label", _("Angka"), is_number=False)])
        table.columns += [
            Column(row["date"], part_name(self.kind, row, short=True)) for row in self.days
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
                small = self.kind == "weekly"
                label = _("Unit kecil (digabung)") if small else _("Seluruh unit")
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
        """Return every figure with this week, the week before, the difference and the mean.

        The mean is over the weeks with a report among the four before; its heading says how many.
        """
        before, mean = self.figures["before"], self.figures["mean"]
        columns = [Column("label", _("Angka"), is_number=False), Column("now", str(self.words.now))]
        if before:
            columns += [
                Column("before", str(self.words.before)),
                Column("change", _("Selisih"), signed=True),
            ]
        if mean:
            columns.append(Column("mean", self.mean_label))
        table = Table("figures", _("Semua angka"), columns)
        people = mean and mean["people"], before and before["people"]
        table.rows.append(self._compared(_("Pegawai"), self.figures["people"], *people))
        for column in self._columns([figure.key for figure in FIGURES]):
            key = column.key
            earlier = mean and mean["totals"][key], before and before["totals"][key]
            table.rows.append(self._compared(column.label, self.totals[key], *earlier))
        return table

    def _compared(self, label, now, summed, then):
        row = [label, now]
        if self.figures["before"]:
            row += [then, now - then]
        if mean := self.figures["mean"]:
            row.append(mean_of_weeks(summed, len(mean["weeks"])))
        return row

    @property
    def mean_label(self):
        """Return what the column of means is called: over how many weeks it is."""
        count = len(self.figures["mean"]["weeks"])
        return ngettext("Rata-rata %(count)s minggu", "Rata-rata %(count)s minggu", count) % {
            "count": count
        }

    def trend(self):
        """Return the main figures beside the week before and the mean, or None for a first week."""
        if not self.figures["before"] and not self.figures["mean"]:
            return None
        table = self.all_figures()
        labels = {str(BY_KEY[key].label) for key in TREND}
        table.key, table.title = "trend", str(self.words.compared)
        table.rows = [row for row in table.rows if row[0] in labels]
        return table

    def fairness(self):
        """Return the measures of evenness as (name, text), and people by selisih porsi."""
        return fairness_table(self.figures["fairness"])

    def sources(self):
        """Return by which rules and out of which data it was built (`reports.source_table`)."""
        return source_table(self.report, self.figures["plans"])

    @property
    def replaces(self):
        """Return which version this one replaces, in words; "" for a first version."""
        if self.report.version == 1:
            return ""
        return _("Versi %(new)s menggantikan versi %(old)s.") % {
            "new": self.report.version, "old": self.report.version - 1
        }  # fmt: skip

    @cached_property
    def changed_cells(self):
        """Return every Cell that differs from the version before; [] without one to compare."""
        if self.previous is None:
            return []
        rows = {row["date"]: row for row in (*self.previous.figures["days"], *self.figures["days"])}
        return cell_differences(
            self.report, self.previous, day_name=lambda date: part_name(self.kind, rows[date])
        )

    def changes(self, most=MOST_CELLS):
        """Return the table of the cells that differ from the version before, at most so many."""
        return changes_table(self.changed_cells[:most], self.report.version)

    @property
    def changes_note(self):
        """Return what to say beside the table of changes: none, or more than are shown."""
        if not self.changed_cells:
            return _("Angkanya sama; yang berbeda adalah keterangan rencana atau pembandingnya.")
        more = len(self.changed_cells) - MOST_CELLS
        if more <= 0:
            return ""
        return ngettext(
            "%(count)s sel lain ada di XLSX.", "%(count)s sel lain ada di XLSX.", more
        ) % {"count": number(more)}

    def circular(self):
        """Return what the circular asks of a month, as a table; None for other kinds."""
        if self.kind != "monthly":
            return None
        columns = [
            Column("label", _("Yang dilaporkan"), is_number=False),
            Column("now", str(self.words.now), is_number=False),
        ]
        title = _("Ikhtisar menurut SE Mendagri 800.1.5/3349/SJ")
        return Table("circular", title, columns, [list(row) for row in circular_rows(self.totals)])

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
            day = day_name(one["date"])
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
