"""Asking that plans be compared with the records; the comparison itself is a job of its own."""

from django.db import transaction

from schedules.models import Plan
from schedules.queries.standing import standing_plans
from units import clock
from units.queries.tree import unit_tree


def ask_rechecks(*, starts_on, ends_on=None, unit_ids=None):
    """Ask for a recheck of the standing plans that some days concern; return how many.

    `unit_ids` None is the whole city, else the agencies of these units and the agencies below
    them. Inside the transaction of whatever changed; the jobs start when it is committed, and
    beat catches up what was lost. Asking again before the job ran adds nothing.
    """
    plans = standing_plans().filter(period__ends_on__gte=starts_on)
    if ends_on is not None:
        plans = plans.filter(period__starts_on__lte=ends_on)
    if unit_ids is not None:
        tree = unit_tree()
        inside = {below for pk in unit_ids for below in tree.descendants_of(pk, include_self=True)}
        plans = plans.filter(agency__in=inside | {tree.agency_of(pk) for pk in unit_ids})
    pks = list(plans.values_list("pk", flat=True))
    Plan.objects.filter(pk__in=pks).update(recheck_asked_at=clock.now())
    send_rechecks(pks)
    return len(pks)


def send_rechecks(pks):
    """Send one job per plan as soon as the transaction is committed; beat repairs a failure."""
    from schedules.tasks import recheck_plan

    for pk in pks:
        transaction.on_commit(lambda pk=pk: recheck_plan.delay(pk), robust=True)
