"""Whose check-ins and reports an account decides on, and for which units it appoints a stand-in."""

from django.db.models import Case, Q, When

from units.access import Role, on_day
from units.models import Posting, Unit
from units.queries.people import head_postings_on
from units.queries.tree import path_of, unit_tree

MOST_STAND_INS = 60


def postings_decided_by(scope):
    """Return the definitive postings of today whose people this account decides for.

    It leads their unit or one above (for heads: one above their own), or is the Sekda and they
    head an agency or have nobody else above. Its own postings are never among them.
    """
    tree = scope.head_unit_tree()
    rule = Q(is_head=False, unit_id__in=tree) | Q(is_head=True, unit__parent_id__in=tree)
    if Role.SECRETARY in scope.roles:
        rule |= Q(is_head=True, unit__level__in=Unit.AGENCY_LEVELS) | led_by_nobody(scope)
    postings = Posting.objects.filter(on_day(scope.day), rule, kind=Posting.Kind.DEFINITIVE)
    if scope.employee is not None:
        postings = postings.exclude(employee_id=scope.employee.pk)
    return postings.exclude(employee__user_id=scope.user.pk)


def led_by_nobody(scope):
    """Return a Q for the definitive postings of today above which nobody but themselves leads.

    The bulk form of `superiors_of` where it names the Sekda. Three queries, asked once for a scope.
    """
    return scope._ids("led by nobody", lambda: _led_by_nobody(scope.day))


def _led_by_nobody(day):
    tree = unit_tree()
    over = _leaders_over(day, tree)
    bare = [pk for pk, people in over.items() if pk is not None and not people]
    rule = Q(is_head=False, unit_id__in=bare) | Q(is_head=True, unit__parent_id__in=bare)
    rule |= Q(is_head=True, unit__parent_id__isnull=True)
    # Who alone stands for every unit from the own one upwards has nobody above all the same.
    own = Posting.objects.filter(
        on_day(day), kind=Posting.Kind.DEFINITIVE, employee_id__in=set().union(*over.values())
    ).values_list("pk", "employee_id", "is_head", "unit_id", "unit__parent_id")
    alone = [
        pk
        for pk, employee_id, is_head, unit_id, parent_id in own
        if over[parent_id if is_head else unit_id] <= {employee_id}
    ]
    return rule | Q(pk__in=alone)


def units_led_by_nobody(day, tree):
    """Return the ids of the units that nobody with an open account leads, nor any above them."""
    return {pk for pk, people in _leaders_over(day, tree).items() if pk and not people}


def _leaders_over(day, tree):
    """Return {unit id: ids of who stands for it or a unit above}; under None nobody."""
    leaders = _standing_for(day, tree.parent_of)
    over = {None: frozenset()}
    for unit_id in tree.top_down():
        over[unit_id] = over[tree.parent_of[unit_id]] | leaders.get(unit_id, frozenset())
    return over


def postings_led_by(scope):
    """Return those of `postings_decided_by` whose direct superior the account is today.

    The heads of `superiors_of`: of the nearest unit with one that is somebody else (for a head:
    above the own). For the Sekda the people above whom nobody leads. Six queries.
    """
    decided = postings_decided_by(scope)
    tree = unit_tree()
    below = scope.head_unit_tree()
    leaders = _standing_for(
        scope.day, {step for pk in below for step in tree.ancestors_of(pk, include_self=True)}
    )
    mine = scope.employee.pk if scope.employee is not None else None

    def leads(unit_id, besides=None):
        for step in tree.ancestors_of(unit_id, include_self=True):
            if others := leaders.get(step, frozenset()) - {besides}:
                return mine in others
        return False

    rule = Q(is_head=False, unit_id__in=[pk for pk in below if leads(pk)])
    rule |= Q(is_head=True, unit__parent_id__in=[pk for pk in below if leads(pk)])
    # Who stands in for the head of the own unit is led from above it.
    stand_ins = decided.filter(is_head=False, employee_id__in=set().union(*leaders.values()))
    kept, dropped = [], []
    for employee_id, unit_id in stand_ins.values_list("employee_id", "unit_id"):
        (kept if leads(unit_id, employee_id) else dropped).append(employee_id)
    rule = rule & ~Q(is_head=False, employee_id__in=dropped)
    rule |= Q(is_head=False, employee_id__in=kept)
    if Role.SECRETARY in scope.roles:
        rule |= led_by_nobody(scope)
    return decided.filter(rule)


def _standing_for(day, unit_ids):
    """Return {unit id: ids of who stands for it, with an open account}."""
    return {
        unit_id: frozenset(
            posting.employee_id
            for posting in postings
            if posting.employee.user is not None and posting.employee.user.is_active
        )
        for unit_id, postings in head_postings_on(day, list(unit_ids)).items()
    }


def decides_for_anybody(scope):
    """Say whether the account has people to decide for: it heads a unit or is the Sekda."""
    return scope.is_head or Role.SECRETARY in scope.roles


def may_appoint(scope, unit):
    """Say whether an account appoints who acts as head of a unit: the next level, or BKPSDM.

    That is the head of a unit above, for an agency the Sekda too. Never for a unit above the own
    work: nobody picks who decides on their own affairs, and a head picks no own stand-in.
    """
    if unit.pk in _units_over(scope):
        return False
    if scope.is_city_hr or unit.parent_id in scope.head_unit_tree():
        return True
    return Role.SECRETARY in scope.roles and unit.level in Unit.AGENCY_LEVELS


def _units_over(scope):
    """Return the ids of the units in which the account works or which stand above those."""
    own = set(scope.head_unit_ids)
    if scope.own_unit_id:
        own.add(scope.own_unit_id)
    return {step.pk for unit_id in own for step in path_of(Unit(pk=unit_id))}


def may_end_acting(scope, posting):
    """Say whether an account ends a mandate early: who may appoint, and the head who is back."""
    back = any(
        mine.unit_id == posting.unit_id and mine.kind == Posting.Kind.DEFINITIVE
        for mine in scope.headed
    )
    return back or may_appoint(scope, posting.unit)


def stand_ins_for(unit, day):
    """Return the definitive postings from which a stand-in is most often taken, in one query.

    Heads of the parts directly below, people of the unit itself, heads beside it; not its head.
    """
    beside = Q(unit__parent_id=unit.parent_id, is_head=True) if unit.parent_id else Q(pk__in=[])
    near = Q(unit__parent_id=unit.pk, is_head=True) | Q(unit_id=unit.pk) | beside
    rows = Posting.objects.filter(
        on_day(day), near, kind=Posting.Kind.DEFINITIVE, employee__left_on__isnull=True
    ).exclude(unit_id=unit.pk, is_head=True)
    order = Case(When(unit__parent_id=unit.pk, then=0), When(unit_id=unit.pk, then=1), default=2)
    return rows.select_related("employee", "unit", "position").order_by(
        order, "employee__name", "pk"
    )[:MOST_STAND_INS]


def mandates_of(scope, unit):
    """Return [(acting posting, whether the account may end it)] of a unit, now and ahead."""
    rows = (
        Posting.objects.filter(unit=unit, is_head=True, ends_on__gte=scope.day)
        .exclude(kind=Posting.Kind.DEFINITIVE)
        .select_related("employee", "position", "unit", "mandate__appointed_by__employee")
        .order_by("starts_on")
    )
    return [(posting, may_end_acting(scope, posting)) for posting in rows]
