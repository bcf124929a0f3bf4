"""Units in and out, each with at most one place of work per row."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from import_export.fields import Field

from units.models import Place, Unit
from units.resources.base import REFUSED, RecordResource
from units.resources.widgets import ChoiceWidget, DateWidget, NumberWidget, TextWidget

WEEKS = [(5, "5"), (6, "6")]


@dataclass
class UnitRecord:
    code: str = ""
    name: str = ""
    short_name: str = ""
    level: str = ""
    parent: str = ""
    working_week: int = 5
    opened_on: object = None
    closed_on: object = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    pk: int | None = None
    place_pk: int | None = None


class UnitResource(RecordResource):
    kind = "units"
    record = UnitRecord
    key_columns = ("KODE UNIT",)
    needed = ("KODE UNIT", "NAMA UNIT", "TINGKAT", "KODE INDUK")
    examples = (
        ("DINKES", "Dinas Kesehatan", "Dinkes", "opd", "1", "5", "", "", "Gedung Dinas Kesehatan",
         "-6.238300", "106.975600", "100"),
        ("DINKES-SEK", "Sekretariat Dinas Kesehatan", "", "bidang", "DINKES", "5", "", "", "", "",
         "", ""),
    )  # fmt: skip

    code = Field("code", "KODE UNIT", TextWidget(40, upper=True))
    name = Field("name", "NAMA UNIT", TextWidget(160))
    short_name = Field("short_name", "NAMA SINGKAT", TextWidget(60))
    level = Field("level", "TINGKAT", ChoiceWidget(Unit.Level.choices))
    parent = Field("parent", "KODE INDUK", TextWidget(40, upper=True))
    working_week = Field("working_week", "HARI KERJA", ChoiceWidget(WEEKS))
    opened_on = Field("opened_on", "TANGGAL DIBENTUK", DateWidget())
    closed_on = Field("closed_on", "TANGGAL DIHAPUS", DateWidget())
    place = Field("place", "TEMPAT KERJA", TextWidget(120))
    latitude = Field("latitude", "LINTANG", NumberWidget(-90, 90))
    longitude = Field("longitude", "BUJUR", NumberWidget(-180, 180))
    radius_m = Field("radius_m", "RADIUS (METER)", NumberWidget(10, 5000, whole=True))

    def load(self):
        places = {}
        for place in Place.objects.filter(closed_on__isnull=True).order_by("-pk"):
            places[place.unit_id] = place
        units = Unit.objects.without_tree_fields().select_related("parent")
        found = {}
        for unit in units:
            place = places.get(unit.pk)
            found[(unit.code.upper(),)] = UnitRecord(
                code=unit.code.upper(),
                name=unit.name,
                short_name=unit.short_name,
                level=unit.level,
                parent=unit.parent.code.upper() if unit.parent else "",
                working_week=unit.working_week,
                opened_on=unit.opened_on,
                closed_on=unit.closed_on,
                place=place.name if place else "",
                latitude=place.latitude if place else None,
                longitude=place.longitude if place else None,
                radius_m=place.radius_m if place else None,
                pk=unit.pk,
                place_pk=place.pk if place else None,
            )
        return found

    def key_of_record(self, record):
        return (record.code,)

    def check(self, new, old):
        if not self.scope.is_city_hr:
            yield "", _("Unit kerja hanya diubah oleh BKPSDM.")
        if not new.name:
            yield "name", _("harus diisi")
        if not new.level:
            yield "level", _("harus diisi")
        if not new.parent and new.level != Unit.Level.CITY:
            yield "parent", _("harus diisi; hanya tingkat Kota tidak mempunyai induk")
        if new.parent and new.parent == new.code:
            yield "parent", _("unit tidak dapat menjadi induknya sendiri")
        if new.opened_on and new.closed_on and new.closed_on < new.opened_on:
            yield "closed_on", _("mendahului TANGGAL DIBENTUK")
        if new.place and (new.latitude is None or new.longitude is None):
            yield "place", _("LINTANG dan BUJUR harus diisi bersama TEMPAT KERJA")
        if not new.place and (new.latitude is not None or new.longitude is not None):
            yield "place", _("harus diisi bersama LINTANG dan BUJUR")
        if (new.latitude, new.longitude) == (0, 0):
            yield "latitude", _("titik 0,0 bukan tempat kerja")

    def settle(self, outcomes):
        """Refuse rows whose parent does not come to exist, and rows that close a loop."""
        while True:
            good = {o.new.code: o for o in outcomes if o.outcome != REFUSED}
            parents = {key[0]: record.parent for key, record in self.known.items()}
            parents.update((code, o.new.parent) for code, o in good.items())
            bad = []
            for code, outcome in good.items():
                if outcome.new.parent and outcome.new.parent not in parents:
                    text = _("KODE INDUK: unit %(code)s tidak ada, atau barisnya ditolak")
                    bad.append((outcome, text % {"code": outcome.new.parent}))
                elif _turns_in_a_circle(code, parents):
                    bad.append((outcome, _("KODE INDUK: unit ini menjadi bawahan dirinya sendiri")))
            if not bad:
                return
            for outcome, text in bad:
                outcome.refuse(text)


def _turns_in_a_circle(code, parents):
    above, seen = parents.get(code), set()
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def parents_first(records):
    """Return new and changed units with every parent before its children."""
    by_code = {record.code: record for record in records}
    ordered, placed = [], set()

    def place(record):
        if record.code in placed:
            return
        placed.add(record.code)
        if record.parent in by_code:
            place(by_code[record.parent])
        ordered.append(record)

    for record in records:
        place(record)
    return ordered
