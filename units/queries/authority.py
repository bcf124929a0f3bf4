"""Whose check-ins and reports an account decides on: the bulk form of `may_decide_for`."""

from django.db.models import Q

from units.access import Role, on_day
from units.models import Posting, Unit


def postings_decided_by(scope):
    """Return the definitive postings of today whose people this account decides for.

    It leads their unit or one above (for heads: one above their own), or is the Sekda and they
    head an agency. Its own postings are never among them.
    """
    tree = scope.head_unit_tree()
    rule = Q(is_head=False, unit_id__in=tree) | Q(is_head=True, unit__parent_id__in=tree)
    if Role.SECRETARY in scope.roles:
        rule |= Q(is_head=True, unit__level__in=Unit.AGENCY_LEVELS)
    postings = Posting.objects.filter(on_day(scope.day), rule, kind=Posting.Kind.DEFINITIVE)
    if scope.employee is not None:
        postings = postings.exclude(employee_id=scope.employee.pk)
    return postings.exclude(employee__user_id=scope.user.pk)


def decides_for_anybody(scope):
    """Say whether the account has people to decide for: it heads a unit or is the Sekda."""
    return scope.is_head or Role.SECRETARY in scope.roles
