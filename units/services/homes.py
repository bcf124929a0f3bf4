"""The registered home: proposed by the person, in force once unit HR has confirmed it."""

import math

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from units import clock
from units.decisions import Refused, notify
from units.models import Home
from units.queries.people import hr_accounts, posting_on


@transaction.atomic
def propose_home(employee, *, latitude, longitude, actor):
    """Keep a new point as the person's proposed home; return the Home, not yet confirmed.

    Own home only. The confirmed home stays in force until the new one is confirmed; an earlier
    proposal that nobody confirmed is erased. Unit HR is told, without the point. Refused: a point
    that is not on earth, or (0, 0).
    Degrees, WGS 84 (PermenPANRB 4/2025: home is the residence in the personnel data).
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    _refuse_impossible(latitude, longitude)
    Home.objects.filter(employee=employee, confirmed_at__isnull=True, temporary=False).delete()
    home = Home.objects.create(
        employee=employee,
        latitude=latitude,
        longitude=longitude,
        set_at=clock.now(),
        starts_on=clock.today(),
    )
    _tell_keepers(employee, actor)
    return home


@transaction.atomic
def propose_temporary_home(employee, *, latitude, longitude, starts_on, ends_on, actor):
    """Keep a point as the person's temporary home for some dates; return the Home.

    Own home only; whether the dates may have one is asked by the caller. The registered home
    stays; an earlier proposal that nobody confirmed is erased. Unit HR is told, without the point.
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    _refuse_impossible(latitude, longitude)
    Home.objects.filter(employee=employee, confirmed_at__isnull=True, temporary=True).delete()
    home = Home.objects.create(
        employee=employee,
        latitude=latitude,
        longitude=longitude,
        set_at=clock.now(),
        starts_on=starts_on,
        ends_on=ends_on,
        temporary=True,
    )
    _tell_keepers(employee, actor)
    return home


def _refuse_impossible(latitude, longitude):
    on_earth = (
        math.isfinite(latitude)
        and math.isfinite(longitude)
        and -90 <= latitude <= 90
        and -180 <= longitude <= 180
    )
    if not on_earth or (abs(latitude) < 0.01 and abs(longitude) < 0.01):
        raise Refused(_("Titik ini tidak masuk akal. Titik rumah yang lama tidak berubah."))


def _tell_keepers(employee, actor):
    posting = posting_on(employee, clock.today())
    keepers = hr_accounts(posting.unit, clock.today()) if posting else []
    notify(
        [user for user in keepers if user.pk != actor.pk],
        kind="home_waits",
        link=f"/pegawai/{employee.pk}/",
        name=employee.name,
    )
