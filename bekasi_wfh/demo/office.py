"""Who holds which office: acting heads, named roles, classifications."""

import datetime

from bekasi_wfh.demo.people import head_position, personnel_unit
from units import clock
from units.models import Classification, Posting, RoleGrant

LETTER = "800.1.3.1/{number}/BKPSDM"


def build_acting_heads(city, vacant):
    """Return Plt. postings for vacant units and Plh. postings for heads away today.

    Heads away are kept in `city.away_heads` so that their absence is recorded as well.
    """
    rng = city.draw("acting heads")
    rows = []
    for pk in sorted(vacant):
        unit = city.units[pk - 1]
        colleagues = [
            head
            for unit_id, head in city.head_of.items()
            if city.units[unit_id - 1].parent_id == unit.parent_id
            and city.units[unit_id - 1].level == "bidang"
        ]
        stand_in = city.acting_head_of[pk] = rng.choice(colleagues)
        rows.append(_acting(city, rng, stand_in, unit, "plt", 60, 90))
    agencies = [u for u in city.units if u.level == "opd" and f"{u.code}-SEK" in city.unit_by_code]
    away = [
        u for u in agencies if u.code not in ("BAPPELITBANGDA", "DISDUKCAPIL", "ITKO", "BKPSDM")
    ]
    for unit in rng.sample(away, min(2, len(away))):
        deputy = city.head_of[city.unit_by_code[f"{unit.code}-SEK"].pk]
        rows.append(_acting(city, rng, deputy, unit, "plh", 1, 2))
        city.away_heads.append(city.head_of[unit.pk])
    return rows


def _acting(city, rng, employee, unit, kind, since, until):
    return Posting(
        employee=employee,
        unit=unit,
        position=city.positions[head_position(city, unit)],
        kind=kind,
        is_head=True,
        letter_number=LETTER.format(number=rng.randint(100, 999)),
        starts_on=city.days_before(since),
        ends_on=city.today + datetime.timedelta(days=until),
    )


def build_roles(city):
    """Return the role grants; the accounts of roles without employees are added to the city."""
    since = city.days_before(300)
    grants = []

    def grant(user, role, unit=None):
        number = f"800.1.11.1/{200 + len(grants)}/BKPSDM"
        grants.append(
            RoleGrant(user=user, role=role, unit=unit, letter_number=number, starts_on=since)
        )

    grant(city.officer, "bkpsdm")
    grant(city.head_of[city.unit_by_code["SETDA"].pk].user, "sekda")
    for agency in city.units:
        if agency.level in ("opd", "kecamatan"):
            keeper = city.head_of[personnel_unit(city, agency).pk]
            city.keeper_of[agency.pk] = keeper.user
            grant(keeper.user, "unit_hr", agency)
    grant(city.roles["leadership"], "leadership")
    grant(city.roles["inspectorate"], "inspectorate")
    grant(city.roles["council"], "council")
    grant(city.second_officer, "bkpsdm")
    return grants


def build_classifications(city, decided):
    """Return the classifications, decided by BKPSDM half a year ago."""
    starts_on = city.days_before(210)
    rows = []
    for n, one in enumerate(decided):
        back_office = one.service_class == "back_office"
        at = clock.local(starts_on - datetime.timedelta(days=3), datetime.time(9, n % 60))
        rows.append(
            Classification(
                pk=n + 1,
                unit=one.unit,
                service_class=one.service_class,
                doable_off_site=back_office,
                no_special_equipment=back_office,
                uses_ict=True,
                little_face_to_face=back_office,
                no_constant_supervision=back_office or one.unit.level == "bidang",
                reason=one.reason,
                legal_basis=one.basis,
                starts_on=starts_on,
                decided_by=city.officer,
                decided_at=at,
            )
        )
    return rows
