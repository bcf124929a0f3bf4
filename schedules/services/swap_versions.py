"""An approved swap holds in the version in work too: its publication does not undo the swap."""

from django.utils.translation import gettext as _

from schedules.models import Assignment, Plan
from schedules.queries.rotations import rotation_of
from schedules.queries.standing import IN_WORK
from schedules.queries.swaps import broken_by, exchanged, stands
from units.decisions import Refused


def lock_versions_in_work(plan_pk):
    """Lock the newer versions of a plan that are in work, for the transaction; return them.

    Before the plan itself: publishing takes its locks in the same order.
    """
    plan = Plan.objects.only("agency", "period", "working_week", "version").get(pk=plan_pk)
    newer = Plan.objects.filter(
        agency=plan.agency_id, period=plan.period_id, working_week=plan.working_week,
        version__gt=plan.version, status__in=IN_WORK, base__isnull=False,
    )  # fmt: skip
    pks = list(newer.select_for_update().order_by("pk").values_list("pk", flat=True))
    return list(
        Plan.objects.filter(pk__in=pks, status__in=IN_WORK)
        .select_related("agency", "period", "policy")
        .order_by("pk")
    )


def carry_into(versions, swap):
    """Exchange the two days of a swap in versions in work, in the caller's transaction.

    A version that has the days as the swap makes them stays as it is. Refused where a version
    moves one of the days itself, or breaks a rule with the exchange: the swap would be lost.
    """
    asker, partner = str(swap.asker_id), str(swap.partner_id)
    give, take = swap.give_on.isoformat(), swap.take_on.isoformat()
    for version in versions:
        rotation = rotation_of(version)
        if stands(rotation, partner, asker, give, take):
            continue
        home = {
            person: days
            for person, days in exchanged(rotation, asker, partner, give, take).home.items()
            if days
        }
        if not stands(rotation, asker, partner, give, take) or broken_by(
            rotation.problem, home, (asker, partner), (give, take)
        ):
            raise Refused(
                _(
                    "Tidak disetujui: versi %(version)s rencana ini sedang diproses dan mengubah"
                    " hari yang sama, sehingga tukar hari akan hilang saat versi itu terbit. Tidak"
                    " ada yang berubah. Putuskan sesudah versi itu terbit atau dikembalikan."
                )
                % {"version": version.version}
            )
        version.assignments.filter(employee=swap.asker, date=swap.give_on).delete()
        version.assignments.filter(employee=swap.partner, date=swap.take_on).delete()
        Assignment.objects.bulk_create(
            Assignment(plan=version, employee=employee, date=date, source=Assignment.Source.SWAP)
            for employee, date in ((swap.asker, swap.take_on), (swap.partner, swap.give_on))
        )
