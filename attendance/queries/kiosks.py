"""Kiosks as an account may see them, and the open one that a device holds."""

from django.db.models import Q
from django.http import Http404
from django.utils.crypto import salted_hmac

from attendance.models import Kiosk
from units import clock
from units.access import Role, scope_for
from units.models import Employee, Place, Unit
from units.queries.tree import path_of, subtree_ids

SALT = "attendance.kiosk"


def kiosk_digest(token):
    """Return what is stored of a kiosk's token."""
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()


def kiosk_of(token):
    """Return the Kiosk whose device holds this token, None where it is closed or at its end.

    None as well where who opened it may open none at its unit any more.
    """
    if not token:
        return None
    rows = Kiosk.objects.filter(
        digest=kiosk_digest(token), closed_at__isnull=True, expires_at__gt=clock.now()
    )
    kiosk = rows.select_related("unit", "place", "opened_by").first()
    still = kiosk is not None and may_open_at(scope_for(kiosk.opened_by), kiosk.unit)
    return kiosk if still else None


def works_at_kiosk(kiosk, posting):
    """Say whether a Posting lies in the kiosk's unit or below it; nobody without one does."""
    return posting is not None and posting.unit_id in subtree_ids([kiosk.unit_id])


def people_at_kiosks():
    """Return the employees who may be known at a kiosk today: with an account, not gone."""
    stays = Q(left_on__isnull=True) | Q(left_on__gt=clock.today())
    return Employee.objects.filter(stays, user__is_active=True).select_related("user")


def opens_kiosks(scope):
    """Say whether the account opens kiosks: unit HR and heads for their units, BKPSDM for all."""
    return scope.is_city_hr or scope.is_unit_hr or scope.is_head


def may_open_at(scope, unit):
    """Say whether the account opens and closes the kiosks of a unit."""
    return scope.is_city_hr or unit.pk in scope.managed_unit_tree()


def kiosks_visible_to(scope):
    """Return the kiosks that the account opens and closes, the latest opened first."""
    rows = Kiosk.objects.select_related(
        "unit", "place", "opened_by__employee", "closed_by__employee"
    )
    return rows if scope.is_city_hr else rows.filter(unit_id__in=scope.managed_unit_tree())


def kiosk_for(scope, pk):
    """Return a kiosk that the account opens and closes; Http404 for any other."""
    found = kiosks_visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def places_for_kiosks(scope):
    """Return the open places at which the account may open a kiosk: of its units and above them."""
    rows = Place.objects.filter(closed_on__isnull=True).select_related("unit")
    rows = rows.order_by("unit__code", "name")
    if scope.is_city_hr:
        return rows
    ids = set(scope.managed_unit_tree())
    for pk in scope.head_unit_ids + scope.hr_unit_ids:
        ids.update(step.pk for step in path_of(Unit(pk=pk)))
    return rows.filter(unit_id__in=ids)


def hands_over_pins(scope):
    """Say whether the account hands over PINs: it keeps personnel records."""
    return scope.is_city_hr or Role.UNIT_HR in scope.roles
