"""Positions (jabatan) in and out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from import_export.fields import Field

from units.models import Position
from units.resources.base import RecordResource
from units.resources.widgets import ChoiceWidget, TextWidget


@dataclass
class PositionRecord:
    code: str = ""
    name: str = ""
    kind: str = ""
    echelon: str = ""
    pk: int | None = None


class PositionResource(RecordResource):
    kind = "positions"
    record = PositionRecord
    key_columns = ("KODE JABATAN",)
    needed = ("KODE JABATAN", "NAMA JABATAN", "JENIS JABATAN")
    examples = (
        ("KABID-EKONOMI", "Kepala Bidang Ekonomi", "Administrator", "III.b"),
        ("PERENCANA-MUDA", "Perencana Ahli Muda", "Fungsional", ""),
    )

    code = Field("code", "KODE JABATAN", TextWidget(40, upper=True))
    name = Field("name", "NAMA JABATAN", TextWidget(120))
    kind_ = Field("kind", "JENIS JABATAN", ChoiceWidget(Position.Kind.choices))
    echelon = Field("echelon", "ESELON", ChoiceWidget(Position.ECHELONS))

    def load(self):
        rows = Position.objects.values_list("code", "name", "kind", "echelon", "pk")
        return {(row[0].upper(),): PositionRecord(*row) for row in rows}

    def key_of_record(self, record):
        return (record.code.upper(),)

    def check(self, new, old):
        if not self.scope.is_city_hr:
            yield "", _("Jabatan hanya diubah oleh BKPSDM.")
        if not new.name:
            yield "name", _("harus diisi")
        if not new.kind:
            yield "kind_", _("harus diisi")
        leads = new.kind in (
            Position.Kind.LEADER, Position.Kind.ADMINISTRATOR, Position.Kind.SUPERVISOR,
        )  # fmt: skip
        if new.echelon and not leads:
            yield "echelon", _("hanya jabatan struktural yang mempunyai eselon")
