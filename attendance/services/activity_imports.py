"""Activity numbers, written in bulk inside the transaction of their import."""

from attendance.models import ActivityNumber

BATCH = 1000


def write_activities(outcomes, *, actor):
    """Write the good rows of an import; the Decision of the import says who and how many.

    Reports keep the number that they named, whatever becomes of its activity.
    """
    rows = [
        ActivityNumber(
            pk=one.new.pk,
            number=one.new.number,
            title=one.new.title,
            unit_id=one.new.unit_pk,
            employee_id=one.new.employee_pk,
            starts_on=one.new.starts_on,
            ends_on=one.new.ends_on,
        )
        for one in outcomes
    ]
    ActivityNumber.objects.bulk_create([one for one in rows if one.pk is None], batch_size=BATCH)
    ActivityNumber.objects.bulk_update(
        [one for one in rows if one.pk is not None],
        ["title", "starts_on", "ends_on"],
        batch_size=200,
    )
