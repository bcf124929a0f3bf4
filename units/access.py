"""One scope per account: what it may see and do, read from postings and roles on the day.

Every page, export, PDF, feed and file asks here. Not visible is 404, visible but not yours is
403. Rights come from postings (definitive, Plt., Plh.) and role grants alone, read at the time
of the act, so that a transfer or the end of a delegation takes effect at the next request.
"""

import datetime
from dataclasses import dataclass, field
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from units import clock
from units.languages import in_indonesian
from units.models import Employee, Mandate, Posting, RoleGrant, Unit
from units.prepared import PreparedQuery
from units.queries.tree import path_of, subtree_ids

Role = RoleGrant.Role
Signing = Mandate.Signing
MOST_MANDATE = 160


@dataclass(frozen=True)
class Scope:
    """What one account may see and do on one day."""

    user: object
    day: object
    employee: Employee | None = None
    roles: frozenset = frozenset()
    hr_unit_ids: tuple = ()
    headed: tuple = ()
    own_posting: Posting | None = None
    _cache: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_city_hr(self):
        """BKPSDM: the whole city."""
        return Role.CITY_HR in self.roles

    @property
    def is_unit_hr(self):
        return bool(self.hr_unit_ids)

    @property
    def is_head(self):
        """Heads a unit today, definitively or acting."""
        return bool(self.headed)

    @property
    def is_oversight(self):
        """Sees the figures of the whole city without names."""
        return bool(self.roles & {Role.SECRETARY, Role.LEADERSHIP, Role.INSPECTORATE, Role.COUNCIL})

    @property
    def is_staff_role(self):
        """Anybody with more than their own data: a second factor is required."""
        return bool(self.roles or self.headed)

    @property
    def head_unit_ids(self):
        return tuple(posting.unit_id for posting in self.headed)

    @property
    def own_unit_id(self):
        return self.own_posting and self.own_posting.unit_id

    def head_unit_tree(self):
        """Return the ids of all units that this account heads, with everything below them."""
        return self._ids("head", lambda: subtree_ids(self.head_unit_ids))

    def managed_unit_tree(self):
        """Return the ids of all units whose people this account sees by name (not BKPSDM)."""
        return self._ids("managed", lambda: subtree_ids(self.head_unit_ids + self.hr_unit_ids))

    def hr_unit_tree(self):
        """Return the ids of all units for which this account keeps the personnel records."""
        return self._ids("hr", lambda: subtree_ids(self.hr_unit_ids))

    def own_path(self):
        """Return the units from the root down to the own unit; none without a posting."""
        if self.own_unit_id is None:
            return []
        return self._ids("own path", lambda: path_of(Unit(pk=self.own_unit_id)))

    def heads(self, unit):
        """Say whether this account heads the unit or one above it."""
        return unit.pk in self.head_unit_tree()

    def keeps_records_of(self, unit):
        """Say whether this account keeps the records of the unit (BKPSDM, or its unit HR)."""
        return self.is_city_hr or unit.pk in self.hr_unit_tree()

    def mandate_for(self, unit):
        """Return in words the mandate under which the account acts for a unit; "" under its own.

        That of the nearest unit at or above it that the account leads: there the own post comes
        before a mandate. "Plh. Kepala Badan, surat 800/12"; "a.n. Kepala Badan, Sekretaris, ...".
        """
        for step in reversed(path_of(unit)):
            here = [posting for posting in self.headed if posting.unit_id == step.pk]
            if here:
                acting = all(posting.kind != Posting.Kind.DEFINITIVE for posting in here)
                return mandate_words(here[0], self.own_posting) if acting else ""
        return ""

    def _ids(self, name, build):
        if name not in self._cache:
            self._cache[name] = build()
        return self._cache[name]


@in_indonesian()
def mandate_words(posting, own=None):
    """Return an acting posting in words, as its holder signs; `own` is the definitive one.

    Who signs on behalf (a.n., u.b.) does so under the own title; without one, as Plt. or Plh.
    """
    signing = posting.mandate.signing if hasattr(posting, "mandate") else Signing.OWN
    office = posting.position.name
    if signing == Signing.OWN or own is None:
        words = f"{posting.get_kind_display()} {office}"
    elif signing == Signing.ON_BEHALF:
        words = f"a.n. {office}, {own.position.name}"
    else:
        words = f"a.n. {office}, u.b. {own.position.name}"
    letter = _("surat %(number)s") % {"number": posting.letter_number}
    return f"{words[: MOST_MANDATE - 2 - len(letter)]}, {letter}"


def on_day(day, prefix=""):
    """Return a Q for dated rows in force on a day: started, and not ended before it."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


def not_left(day, prefix=""):
    """Return a Q for people who have not left on a day."""
    return Q(**{f"{prefix}left_on__isnull": True}) | Q(**{f"{prefix}left_on__gt": day})


def _grants(user, day):
    return RoleGrant.objects.filter(on_day(day), user_id=user)


def _postings(user, day):
    return (
        Posting.objects.filter(on_day(day), not_left(day, "employee__"), employee__user_id=user)
        .annotate(has_grants=Exists(_grants(user, day)))
        .select_related("employee", "unit", "position", "mandate")
        .order_by("pk")
    )


# What every request asks.
GRANTS = PreparedQuery(_grants, user=int, day=datetime.date)
POSTINGS = PreparedQuery(_postings, user=int, day=datetime.date)


def scope_for(user, day=None):
    """Return the Scope of an account on a day (today by default); nobody sees nothing."""
    day = day or clock.today()
    if not user.is_authenticated or not user.is_active:
        return Scope(user=user, day=day)
    postings = POSTINGS.all(user=user.pk, day=day)
    # Nearly everybody has a posting and no role.
    no_grants = postings and not postings[0].has_grants
    grants = [] if no_grants else GRANTS.all(user=user.pk, day=day)
    if postings:
        employee = postings[0].employee
    else:
        employee = Employee.objects.filter(not_left(day), user_id=user.pk).first()
    own = next((p for p in postings if p.kind == Posting.Kind.DEFINITIVE), None)
    return Scope(
        user=user,
        day=day,
        employee=employee,
        roles=frozenset(grant.role for grant in grants),
        hr_unit_ids=tuple(g.unit_id for g in grants if g.role == Role.UNIT_HR),
        headed=tuple(p for p in postings if p.is_head),
        own_posting=own,
    )


def units_visible_to(scope):
    """Return the units that an account may open: figures and rules, not names."""
    units = Unit.objects.without_tree_fields()
    if scope.is_city_hr or scope.is_oversight:
        return units
    ids = set(scope.managed_unit_tree())
    if scope.own_unit_id:
        ids.update(step.pk for step in path_of(Unit(pk=scope.own_unit_id)))
    return units.filter(pk__in=ids)


def people_visible_to(scope):
    """Return the employees whose data an account may see by name: all, its subtree, or itself."""
    if scope.is_city_hr:
        return Employee.objects.all()
    mine = Q(pk=scope.employee.pk) if scope.employee else Q(pk__in=[])
    managed = scope.managed_unit_tree()
    if not managed:
        return Employee.objects.filter(mine)
    posted = Posting.objects.filter(on_day(scope.day), unit_id__in=managed).values("employee_id")
    return Employee.objects.filter(mine | Q(pk__in=posted))


def requires(test):
    """Let a view run only where `test(scope)` is true; otherwise 403. Signed out: sign in.

    The view carries its test as `lets_in`, so that menus and pages show no link that it refuses.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not test(request.scope):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.lets_in = test
        return guarded

    return decorate
