"""What all kinds share: rows become records, records are compared with what is known."""

import dataclasses
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from units.decisions import Refused
from units.resources.reading import ROW
from units.resources.widgets import plain_text

ADDED, CHANGED, UNCHANGED, REFUSED = "added", "changed", "unchanged", "refused"


@dataclass
class RowOutcome:
    """What one row of the file would do. `differences` are (column, old, new) as shown."""

    number: int
    key: str = ""
    name: str = ""
    outcome: str = REFUSED
    differences: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    row: dict = field(default_factory=dict)
    old: object = None
    new: object = None

    @property
    def cells(self):
        """The cells of the row as text, without the hidden column."""
        return {name: plain_text(cell) for name, cell in self.row.items() if name != ROW}

    def refuse(self, sentence):
        """Turn the row into a refused one."""
        self.outcome = REFUSED
        self.faults.append(sentence)


class KnownRecords(BaseInstanceLoader):
    """Finds the record that a row speaks of in memory: no query per row."""

    def get_instance(self, row):
        known = self.resource.known.get(self.resource.key_of(row))
        return dataclasses.replace(known) if known else None


class RecordResource(Resource):
    """A kind of spreadsheet. Subclasses declare fields, `record`, `load` and `check`.

    Blank cells and absent columns keep what is known.
    """

    kind = ""
    record = None
    key_columns = ()
    needed = ()
    examples = ()
    hidden = frozenset()

    class Meta:
        skip_diff = True
        report_skipped = True
        store_instance = True
        use_transactions = False
        instance_loader_class = KnownRecords
        import_id_fields = ()

    def __init__(self, *, scope, day, **kwargs):
        super().__init__(**kwargs)
        self.scope = scope
        self.day = day
        self.known = {}
        self.seen = {}
        self.columns = {name: f.column_name for name, f in self.fields.items()}
        self.took_row = None

    # --- what subclasses say ---------------------------------------------------------------

    def load(self):
        """Return {key: record} of everything known, in a constant number of queries."""
        raise NotImplementedError

    def check(self, new, old):
        """Yield (field name or "", sentence) for each rule that a row breaks."""
        raise NotImplementedError

    def settle(self, outcomes):
        """Refuse rows that clash with one another (loops, two heads)."""

    def name_of(self, record):
        return record.name

    def key_of(self, row):
        return tuple(plain_text(row.get(column)).upper() for column in self.key_columns)

    def is_mine(self, record):
        """Say whether the exporting account keeps the records of this one (private columns)."""
        return True

    # --- hooks of import-export ------------------------------------------------------------

    def init_instance(self, row=None):
        return self.record()

    def _check_import_id_fields(self, headers):
        """The headers are checked in `evaluate`, with sentences."""

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """Take a cell over; blank keeps what is known."""
        if field.column_name not in row or plain_text(row[field.column_name]) == "":
            return
        field.save(instance, row, is_m2m, **kwargs)

    def before_import_row(self, row, row_number=None, **kwargs):
        if self.took_row:
            self.took_row(row_number)
        key = self.key_of(row)
        if not all(key):
            raise ValidationError(
                _("Kolom %(names)s harus diisi.") % {"names": ", ".join(self.key_columns)}
            )
        if key in self.seen:
            raise ValidationError(
                _("Sudah ada pada baris %(number)d berkas ini.") % {"number": self.seen[key]}
            )
        self.seen[key] = row[ROW]

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and instance == self.known.get(self.key_of(row))

    def validate_instance(self, instance, import_validation_errors=None, **kwargs):
        """Raise the faults of cells and, where there are none, the rules that are broken."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        old = self.known.get(self.key_of_record(instance))
        faults = [self.sentence(name, text) for name, text in self.check(instance, old)]
        if faults:
            raise ValidationError(faults)

    def save_instance(self, instance, is_create, row, **kwargs):
        """Nothing is saved here: services write."""

    def save_m2m(self, instance, row, **kwargs):
        """Nothing is saved here: services write."""

    # --- the trial -------------------------------------------------------------------------

    def key_of_record(self, record):
        raise NotImplementedError

    def sentence(self, name, text):
        text = str(text)
        return f"{self.columns[name]}: {text}" if name in self.columns else text

    def evaluate(self, dataset, *, took_row=None):
        """Return a RowOutcome per row of a table. Raises Refused where columns are missing.

        `took_row` is called with the number of each row, counted from 1, as it is taken up; what
        it raises would pass for a fault of the row, so it must not raise.
        """
        self.took_row = took_row
        missing = [column for column in self.needed if column not in dataset.headers]
        if missing:
            raise Refused(
                _("Kolom ini tidak ada dalam berkas: %(names)s. Gunakan templat dari halaman ini.")
                % {"names": ", ".join(missing)}
            )
        self.known = self.load()
        result = self.import_data(dataset, dry_run=False, use_transactions=False)
        if result.base_errors:
            raise result.base_errors[0].error
        outcomes = [
            self._outcome(row_result, dict(zip(dataset.headers, cells, strict=True)))
            for row_result, cells in zip(result.rows, dataset, strict=True)
        ]
        self.settle(outcomes)
        return outcomes

    def _outcome(self, row_result, row):
        key = self.key_of(row)
        found = RowOutcome(number=row[ROW], key=" · ".join(key), old=self.known.get(key))
        found.name = plain_text(row.get("NAMA"))[:120]
        found.row = row
        if row_result.errors:
            found.refuse(_("Baris ini tidak dapat dibaca. Periksa kembali isinya."))
            return found
        if row_result.validation_error is not None:
            for sentence in self._sentences(row_result.validation_error):
                found.refuse(sentence)
            return found
        found.new = row_result.instance
        found.name = self.name_of(found.new)
        if row_result.import_type == RowResult.IMPORT_TYPE_SKIP:
            found.outcome = UNCHANGED
        elif found.old is None:
            found.outcome = ADDED
        else:
            found.outcome = CHANGED
            found.differences = self.differences(found.old, found.new)
        return found

    def _sentences(self, error):
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        return [
            self.sentence(name, text)
            for name, texts in error.message_dict.items()
            for text in texts
        ]

    def export_row(self, record):
        """Return the cells of a record; private columns only for who keeps its records."""
        blank = frozenset() if self.is_mine(record) else self.hidden
        return [
            "" if name in blank else declared.widget.render(declared.get_value(record))
            for name, declared in self.fields.items()
        ]

    def differences(self, old, new):
        """Return [column, old, new] for each field that differs, as shown to the uploader."""
        found = []
        for name, declared in self.fields.items():
            before, after = declared.get_value(old), declared.get_value(new)
            if before != after:
                shown = [declared.widget.render(before), declared.widget.render(after)]
                if name in self.hidden and not self.is_mine(old):
                    shown = [_("(tidak ditampilkan)"), _("(diperbarui)")]
                found.append([declared.column_name, *map(str, shown)])
        return found
