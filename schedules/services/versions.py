"""Storing one version of a plan: its parts, its days at home, and the decision that made it."""

from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from schedules.models import Assignment, Plan, PlanPart
from schedules.problems import problem_hash
from schedules.queries.chain import Level, chain_of
from schedules.services.flexible import copy_flexible_days
from units import clock
from units.access import on_day
from units.decisions import Refused
from units.models import Posting
from units.queries.tree import unit_tree

AT_ONCE = 2000


def store_version(*, agency, period, working_week, version, policy, problem, solution, actor,
                  base=None, changes_from=None, sources=None, home=None,
                  flexible=None):  # fmt: skip
    """Write a draft version of a plan with its parts and days at home; return the Plan.

    `problem` and `solution` are the planner's documents as dicts. Parts are the units below the
    agency with anybody eligible. `sources` maps (person id, ISO date) to the Source of the days at
    home that people set. `home` holds the days at home where people changed what was solved.
    `flexible` are the planner's two documents of the flexible-hours days; a version that has a
    `base` takes over those of the base with their days, unless it is given its own: their days
    are the caller's to store.
    Teams whose level the chain keeps get a slice below their part, where they have a head today.
    Refused where another version is in work already. Records no decision: the caller says why.
    """
    copied = flexible is None and base is not None
    if copied and base.flexible_problem is not None:
        flexible = (base.flexible_problem, base.flexible_solution)
    extra, extra_solution = flexible or (None, None)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                agency=agency,
                period=period,
                working_week=working_week,
                version=version,
                policy=policy,
                problem=problem,
                problem_hash=problem_hash(problem),
                solution=solution,
                flexible_problem=extra,
                flexible_hash=problem_hash(extra) if extra else "",
                flexible_solution=extra_solution,
                created_by=actor,
                created_at=clock.now(),
                base=base,
                changes_from=changes_from,
            )
    except IntegrityError as error:
        raise Refused(_("Rencana ini baru saja disusun oleh orang lain.")) from error
    units = part_units(problem, agency, extra)
    PlanPart.objects.bulk_create(PlanPart(plan=plan, unit_id=pk) for pk in units)
    _make_team_slices(plan, units)
    if copied:
        copy_flexible_days(base, plan)
    sources = sources or {}
    rows = (
        Assignment(
            plan=plan,
            employee_id=int(person),
            date=day,
            source=sources.get((person, day), Assignment.Source.PLANNER),
        )
        for person, days in (solution["home"] if home is None else home).items()
        for day in days
    )
    # bulk_create makes all its rows before it writes the first: 90,000 would weigh 100 MB.
    while batch := list(islice(rows, AT_ONCE)):
        Assignment.objects.bulk_create(batch)
    return plan


def _make_team_slices(plan, units):
    """Make the slices of teams: units right below a bidang's part with a head and people in it."""
    if not (plan.policy.team_level or plan.policy.level_rules.filter(level=Level.TEAM).exists()):
        return
    tree, chain = unit_tree(), chain_of(plan)
    parts = dict(plan.parts.values_list("unit_id", "pk"))
    people = plan.problem["people"] + (plan.flexible_problem or {"people": []})["people"]
    eligible = {int(one["unit"]) for one in people if one.get("eligible", True)}
    wanted = {
        team: parts[unit]
        for unit in units
        if unit != plan.agency_id
        for team in tree.children_of[unit]
        if chain.keeps_team(team)
        and not eligible.isdisjoint(tree.descendants_of(team, include_self=True))
    }
    headed = Posting.objects.filter(
        on_day(clock.today()), unit_id__in=wanted, is_head=True, employee__user__is_active=True
    ).values_list("unit_id", flat=True)
    PlanPart.objects.bulk_create(
        PlanPart(plan=plan, unit_id=unit, above_id=wanted[unit]) for unit in sorted(set(headed))
    )


def part_units(problem, agency, flexible=None):
    """Return the units of the parts: children of the agency or itself with anybody eligible.

    For days at home, or in the problem `flexible` for flexible-hours days.
    """
    tree = unit_tree()
    parts = set()
    for person in problem["people"] + (flexible["people"] if flexible else []):
        if person.get("eligible", True):
            unit = int(person["unit"])
            while unit != agency.pk and tree.parent_of[unit] != agency.pk:
                unit = tree.parent_of[unit]
            parts.add(unit)
    return sorted(parts)


def set_by_people(plan):
    """Return {(person id, ISO date): Source} of the days at home that people set."""
    rows = plan.assignments.exclude(source=Assignment.Source.PLANNER)
    return {
        (str(employee), date.isoformat()): source
        for employee, date, source in rows.values_list("employee_id", "date", "source")
    }
