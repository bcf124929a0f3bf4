"""Who is posted where on a day, who heads a unit, and who decides for whom."""

from units.access import on_day
from units.models import Posting, RoleGrant, Unit, User
from units.queries.tree import path_of


def postings_on(day, unit_ids=None):
    """Return the definitive postings in force on a day, of all units or of those given."""
    postings = Posting.objects.filter(on_day(day), kind=Posting.Kind.DEFINITIVE)
    if unit_ids is not None:
        postings = postings.filter(unit_id__in=unit_ids)
    return postings.select_related("employee", "unit", "position")


def posting_on(employee, day):
    """Return the definitive posting of an employee on a day, or None."""
    return postings_on(day).filter(employee=employee).order_by("-starts_on", "-pk").first()


def head_postings_on(day, unit_ids):
    """Return {unit_id: [Posting, ...]} of who leads the units on a day, in one query.

    Acting heads (Plh. before Plt.) stand in for the definitive one and come alone.
    """
    found = {}
    rows = Posting.objects.filter(on_day(day), unit_id__in=unit_ids, is_head=True)
    for posting in rows.select_related("employee__user", "position").order_by("pk"):
        found.setdefault(posting.unit_id, []).append(posting)
    return {unit_id: acting_first(postings) for unit_id, postings in found.items()}


def acting_first(postings):
    """Return who stands for a unit among the postings that lead it: Plh. before Plt., alone."""
    rank = {Posting.Kind.DAILY: 0, Posting.Kind.ACTING: 1, Posting.Kind.DEFINITIVE: 2}
    best = min((rank[posting.kind] for posting in postings), default=0)
    return [posting for posting in postings if rank[posting.kind] == best]


def _active_accounts(postings):
    users = (posting.employee.user for posting in postings)
    return [user for user in users if user is not None and user.is_active]


def head_accounts(unit, day):
    """Return the active accounts that lead a unit on a day: acting heads, else the definitive."""
    return _active_accounts(head_postings_on(day, [unit.pk]).get(unit.pk, []))


def hr_accounts(unit, day):
    """Return the active accounts that keep the personnel records of a unit on a day."""
    path = [step.pk for step in path_of(unit)]
    held = RoleGrant.objects.filter(
        on_day(day), role=RoleGrant.Role.UNIT_HR, unit_id__in=path
    ).values("user_id")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def city_accounts(day, besides=()):
    """Return the active accounts that hold the role of BKPSDM on a day, without some (ids)."""
    held = RoleGrant.objects.filter(on_day(day), role=RoleGrant.Role.CITY_HR).values("user_id")
    accounts = User.objects.filter(pk__in=held, is_active=True).exclude(pk__in=besides)
    return list(accounts.order_by("pk"))


def secretary_accounts(day):
    """Return the active accounts that hold the role of Sekda on a day."""
    held = RoleGrant.objects.filter(on_day(day), role=RoleGrant.Role.SECRETARY).values("user_id")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def superiors_of(employee, day):
    """Return the accounts that decide for an employee on a day; an empty list for nobody.

    These lead the employee's unit, or the nearest unit above with a head who is not the
    employee. For a head the search starts one level up, so that a stand-in never decides for
    the one whose place they keep. Above all units stands the Sekda.
    """
    posting = posting_on(employee, day)
    if posting is None:
        return []
    return _leaders_over(posting, day) or [
        user for user in secretary_accounts(day) if user.pk != employee.user_id
    ]


def _leaders_over(posting, day):
    """Return the accounts that lead the nearest unit with a head over a posting, [] for none."""
    units = [step.pk for step in reversed(path_of(posting.unit))]
    if posting.is_head:
        units = units[1:]
    heads = head_postings_on(day, units)
    for unit_id in units:
        others = [p for p in heads.get(unit_id, []) if p.employee_id != posting.employee_id]
        if accounts := _active_accounts(others):
            return accounts
    return []


def may_decide_for(scope, employee):
    """Say whether an account decides for an employee on the day of its scope.

    It leads the employee's unit or one above it (for a head: one above), or is the Sekda and
    the employee heads an agency or has nobody else above. Never for oneself, never for somebody
    without a posting.
    """
    if scope.employee is not None and scope.employee.pk == employee.pk:
        return False
    if scope.user.pk == employee.user_id:
        return False
    posting = posting_on(employee, scope.day)
    if posting is None:
        return False
    unit_id = posting.unit.parent_id if posting.is_head else posting.unit_id
    if unit_id in scope.head_unit_tree():
        return True
    if RoleGrant.Role.SECRETARY not in scope.roles:
        return False
    heads_agency = posting.is_head and posting.unit.level in Unit.AGENCY_LEVELS
    return heads_agency or not _leaders_over(posting, scope.day)
