"""One flood of the past and one recall to come, by the portal's own services."""

import datetime

from bekasi_wfh.demo.chain import living_at
from schedules.models import Assignment
from schedules.services.emergencies import declare_emergency
from schedules.services.recalls import recall_people
from units import clock
from units.models import Outbox

FLOODED_DISTRICT = "KEC-01"
NOTICES = ("emergency_declared", "recalled")


def seed_orders(city):
    """Declare the flood of one kelurahan in the second week, and recall one person tomorrow on."""
    _seed_flood(city)
    _seed_recall(city)
    # The past is not mailed again.
    for notice in Outbox.objects.filter(kind__in=NOTICES):
        Outbox.objects.filter(pk=notice.pk).update(mailed_at=notice.created_at)


def _seed_flood(city):
    district = city.unit_by_code[FLOODED_DISTRICT]
    kelurahan = next(
        unit for unit in city.units if unit.level == "kelurahan" and unit.parent_id == district.pk
    )
    first = city.period_starts + datetime.timedelta(days=9)
    with living_at(clock.local(first, datetime.time(5, 40))):
        declare_emergency(
            kind="flood",
            reason=f"Banjir menggenangi kantor {kelurahan.name} dan jalan di sekitarnya",
            letter_number="360/118-BPBD",
            letter_dated_on=first,
            starts_on=first,
            ends_on=first + datetime.timedelta(days=1),
            units=[kelurahan],
            employee_ids=[],
            confirmation="Pelayanan warga dialihkan sementara ke kantor kecamatan.",
            actor=city.officer,
        )


def _seed_recall(city):
    head = city.head_of[city.unit_by_code["BAPPELITBANGDA"].pk]
    inside = {
        pk
        for pk, posting in city.own_posting.items()
        if city.agency_of(posting.unit).code == "BAPPELITBANGDA"
    }
    planned = Assignment.objects.filter(
        published=True, date__gt=city.today, employee__in=inside, employee__aways__isnull=True
    ).exclude(employee__in=[head.pk, *city.special])
    one = planned.order_by("date", "employee_id").first()
    with living_at(clock.local(city.days_before(1), datetime.time(15, 20))):
        recall_people(
            [one.employee_id],
            date=one.date,
            reason="Penyusunan RKPD bersama Bappeda Provinsi",
            actor=head.user,
        )
