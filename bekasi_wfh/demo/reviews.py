"""What superiors decided on check-ins that were kept for review."""

import datetime
from typing import NamedTuple

from attendance.models import CheckIn, CheckInReview
from bekasi_wfh.demo.diary import OFFSET, Day

EXPLAINED = "Diterima, pegawai menjelaskan kepada atasan."
REFUSALS = {
    "elsewhere": "Lokasi jauh dari tempat kerja dan tidak dijelaskan.",
    "stale_location": "Lokasi bukan lokasi saat presensi.",
    "vague_location": "Lokasi terlalu kasar untuk diperiksa.",
    "no_location": "Tidak ada lokasi dan tidak ada keterangan.",
    "emergency": "Tempat bekerja selama banjir tidak dijelaskan.",
    "no_home": "Rumah belum dikonfirmasi; lengkapi dahulu.",
}


class Review(NamedTuple):
    """A check-in under review; `accepted` is None while nobody has decided."""

    pk: int
    day: Day
    direction: str
    moment: datetime.datetime
    reason: str
    accepted: bool | None
    minute: int

    @classmethod
    def drawn(cls, city, rng, pk, day, direction, moment, reason):
        """Draw a decision: most are accepted; those of yesterday and today still wait."""
        accepted = None
        if day.date < city.days_before(1) and rng.random() < 0.78:
            accepted = rng.random() < 0.93
        return cls(pk, day, direction, moment, reason, accepted, int(rng.random() * 80))


def decide_reviews(city, reviews, chain):
    """Store the decided reviews with their decisions: the next day, in the morning."""
    rows = []
    for review in reviews:
        if review.accepted is None:
            continue
        day = review.day
        boss = city.superior_of(day.employee, day.unit)
        morning = datetime.datetime.combine(
            day.date + datetime.timedelta(days=1), datetime.time(8, 5), datetime.UTC
        )
        at = morning - OFFSET + datetime.timedelta(minutes=review.minute)
        record = CheckIn(
            pk=review.pk,
            employee=day.employee,
            work_date=day.date,
            direction=review.direction,
            finding="review",
        )
        text = EXPLAINED if review.accepted else REFUSALS[review.reason]
        rows.append(
            CheckInReview(
                check_in=record,
                accepted=review.accepted,
                reason=text,
                decided_by=boss,
                decided_at=at,
            )
        )
        chain.add(
            record,
            "accept_check_in" if review.accepted else "refuse_check_in",
            actor=boss,
            at=at,
            unit=day.unit,
            reason=text,
            before={"finding": "review", "review_reason": review.reason},
            after={"accepted": review.accepted},
        )
    CheckInReview.objects.bulk_create(rows, batch_size=500)
