"""The accounts that everybody may use in a demo, and the current code of their second factor.

Nothing here answers outside a demo: BEKASI_ENV must be demo, the database must hold the demo
city, and the account must be one of the demo accounts.
"""

import base64
import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from bekasi_wfh.demo.city import DEMO_DOMAIN
from units.models import DemoCity, User

PASSWORD = "peragaan-bekasi"  # noqa: S105 - known to everybody on purpose; production refuses it
TOTP_PERIOD_S = 30


@dataclass(frozen=True)
class Role:
    """A demo account: the name before the @, what it shows, and whether it needs a code."""

    name: str
    label: str
    staff: bool = True

    @property
    def email(self):
        return f"{self.name}@{DEMO_DOMAIN}"


ROLES = (
    Role("bkpsdm", _("BKPSDM")),
    Role("bkpsdm2", _("BKPSDM, pejabat kedua")),
    Role("kepala", _("Kepala Bappelitbangda")),
    Role("kabid", _("Kepala Bidang Ekonomi, Bappelitbangda")),
    Role("kepegawaian", _("Pengelola kepegawaian Bappelitbangda")),
    Role("pegawai", _("Pegawai Bappelitbangda, hari ini WFH"), staff=False),
    Role("loket", _("Petugas loket Disdukcapil"), staff=False),
    Role("camat", _("Camat")),
    Role("sekda", _("Sekretaris Daerah")),
    Role("pimpinan", _("Pimpinan daerah")),
    Role("inspektorat", _("Inspektorat")),
    Role("dprd", _("DPRD Komisi I")),
)


def is_demo():
    """Say whether this process serves a demo city."""
    return settings.DEMO and DemoCity.objects.exists()


def demo_accounts():
    """Return (label, e-mail, needs a code) of each demo account; nothing outside a demo."""
    if not is_demo():
        return []
    known = set(
        User.objects.filter(email__in=[r.email for r in ROLES]).values_list("email", flat=True)
    )
    return [(role.label, role.email, role.staff) for role in ROLES if role.email in known]


def current_code(user):
    """Return the six digits that a demo account must give now ("123 456"), else ""."""
    if user is None or not is_demo() or user.email not in {role.email for role in ROLES}:
        return ""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    code = format_hotp_value(
        hotp_value(decrypt(factor.data["secret"]), int(time.time()) // TOTP_PERIOD_S)
    )
    return f"{code[:3]} {code[3:]}"


def choose_accounts(city):
    """Give the demo e-mail addresses and password to the people of the named offices.

    The employee at home today is chosen after planning, see `choose_employee_at_home`.
    """
    units, heads = city.unit_by_code, city.head_of
    password = make_password(PASSWORD)
    agency = "BAPPELITBANGDA"
    chosen = {
        "bkpsdm": city.officer,
        "bkpsdm2": city.second_officer,
        "kepala": heads[units[agency].pk].user,
        "kabid": heads[units[f"{agency}-EKO"].pk].user,
        "kepegawaian": heads[units[f"{agency}-SEK-UPG"].pk].user,
        "loket": city.officers["DISDUKCAPIL-DAF"].user,
        "camat": heads[units["KEC-01"].pk].user,
        "sekda": heads[units["SETDA"].pk].user,
        "pimpinan": city.roles["leadership"],
        "inspektorat": city.roles["inspectorate"],
        "dprd": city.roles["council"],
    }
    for role in ROLES:
        if role.name in chosen:
            user = chosen[role.name]
            user.email = role.email
            user.password = password
            city.accounts.append((role, user))
    return password


def choose_officers(city):
    """Choose who acts for BKPSDM and the inspectorate, and make the accounts without employee."""
    from bekasi_wfh.demo.people import add_user

    city.officer = city.officers["BKPSDM-PKA"].user
    # For what nobody does alone: taking note of a plan, answering a review again.
    second = city.head_of[city.unit_by_code["BKPSDM-PIK"].pk]
    city.second_officer = second.user
    city.special.add(second.pk)
    city.roles["inspectorate"] = city.officers["ITKO-IRB1"].user
    city.roles["leadership"] = add_user(city, "pimpinan", "Pimpinan Daerah (peragaan)")
    city.roles["council"] = add_user(city, "dprd-komisi1", "Anggota DPRD Komisi I (peragaan)")
    city.special |= {employee.pk for employee in city.officers.values()}
    for code in (
        "SETDA",
        "BAPPELITBANGDA",
        "BAPPELITBANGDA-EKO",
        "BAPPELITBANGDA-SEK-UPG",
        "KEC-01",
    ):
        city.special.add(city.head_of[city.unit_by_code[code].pk].pk)


def choose_employee_at_home(city, at_home, password):
    """Make one person with a day at home today the demo employee; return the employee.

    `at_home` holds employee ids. Preferred: Bidang Ekonomi, then Bappelitbangda, then anybody.
    """
    fit = [
        employee
        for employee in city.employees
        if employee.user is not None
        and employee.pk in at_home
        and not city.own_posting[employee.pk].is_head
        and employee.pk in city.home_of
        and city.home_of[employee.pk][2]
    ]
    for code in ("BAPPELITBANGDA-EKO", "BAPPELITBANGDA", ""):
        for employee in fit:
            if city.own_posting[employee.pk].unit.code.startswith(code):
                return _become_employee(city, employee, password)
    agency = "BAPPELITBANGDA-EKO"
    for employee in city.employees:
        if city.own_posting[employee.pk].unit.code == agency and employee.user is not None:
            return _become_employee(city, employee, password)
    raise ValueError("Nobody works in Bidang Ekonomi; the city is too small.")


def _become_employee(city, employee, password):
    role = next(role for role in ROLES if role.name == "pegawai")
    user = employee.user
    user.email, user.password = role.email, password
    User.objects.filter(pk=user.pk).update(email=role.email, password=password)
    city.accounts.append((role, user))
    city.special.add(employee.pk)
    return employee


def build_second_factors(city):
    """Return the TOTP of every staff account; the secrets are drawn, kept encrypted."""
    rng = city.draw("second factors")
    factors = []
    for role, user in city.accounts:
        if role.staff:
            secret = base64.b32encode(rng.randbytes(20)).decode()
            factors.append(
                Authenticator(
                    user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
                )
            )
    return factors
