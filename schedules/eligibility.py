"""Who may work from home at all: one pure function of records, each rule with its article.

Fails closed: what is missing or unknown keeps the person at the office.
"""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from units.models import Classification, Employee, Exclusion, Position


@dataclass(frozen=True)
class Eligibility:
    """The verdict, the sentence for the person, and the name of the rule that decided.

    `because` may tell what only the person, the superior and BKPSDM may read; `in_plan` is the
    sentence that may stand in a plan.
    """

    eligible: bool
    because: str
    rule: str

    @property
    def in_plan(self):
        if self.rule.startswith("exclusion_"):
            return _("Ada pengecualian yang tercatat bagi pegawai ini.")
        return self.because


def eligibility(posting, policy, effective, exclusions, day):
    """Return the Eligibility of one definitive posting on a day.

    `posting` comes with employee, unit and position; `policy` is the one in force for its unit;
    `effective` its effective classification; `exclusions` all recorded for the person (those
    not in force on the day are passed over). PermenPANRB 4/2025: Art. 11 speaks of the task,
    Art. 25 of the person.
    """
    for rule in _RULES:
        because = rule(posting, policy, effective, exclusions, day)
        if because:
            name = rule.__name__.removeprefix("_")
            if name == "exclusion":
                name = f"exclusion_{_in_force(exclusions, policy, day).kind}"
            return Eligibility(False, because, name)
    if posting.position.presence == Position.Presence.MAY_WFH:
        because = _("Jabatan %(position)s ditetapkan dapat WFH: %(reason)s") % {
            "position": posting.position.name,
            "reason": posting.position.presence_reason,
        }
        return Eligibility(True, because, "position_may_wfh")
    because = _("%(unit)s ditetapkan administratif.") % {"unit": effective.source.name}
    return Eligibility(True, because, "unit_is_back_office")


def waiting_until(posting, policy):
    """Return the last day of the waiting period after the posting, or None without one."""
    if not policy.waiting_days:
        return None
    return posting.starts_on + datetime.timedelta(days=policy.waiting_days - 1)


def _no_posting(posting, policy, effective, exclusions, day):
    if posting is None:
        return _("Anda belum mempunyai penempatan definitif pada hari itu.")
    return ""


def _no_policy(posting, policy, effective, exclusions, day):
    if policy is None:
        return _("Belum ada kebijakan yang berlaku bagi unit ini, jadi semua bekerja di kantor.")
    return ""


def _exclusion(posting, policy, effective, exclusions, day):
    """Under discipline or in its process (Art. 25), by own choice, without equipment, other."""
    found = _in_force(exclusions, policy, day)
    if found is None:
        return ""
    return _("Tercatat pengecualian: %(kind)s. Alasan: %(reason)s") % {
        "kind": found.get_kind_display(),
        "reason": found.reason,
    }


def _part_time(posting, policy, effective, exclusions, day):
    if (
        posting.employee.employment == Employee.Employment.PPPK_PART_TIME
        and not policy.include_part_time
    ):
        return _("Kebijakan tidak mencakup PPPK paruh waktu.")
    return ""


def _unknown_employment(posting, policy, effective, exclusions, day):
    if posting.employee.employment not in Employee.Employment.values:
        return _("Status kepegawaian belum dikenal, jadi bekerja di kantor.")
    return ""


def _position_on_site(posting, policy, effective, exclusions, day):
    if posting.position.presence == Position.Presence.ON_SITE:
        return _("Jabatan %(position)s selalu di kantor: %(reason)s") % {
            "position": posting.position.name,
            "reason": posting.position.presence_reason,
        }
    if posting.position.presence not in Position.Presence.values:
        return _("Kehadiran jabatan belum dikenal, jadi bekerja di kantor.")
    return ""


def _excluded_echelon(posting, policy, effective, exclusions, day):
    echelon = posting.position.echelon
    if echelon and echelon in policy.excluded_echelons:
        return _("Kebijakan mengecualikan pejabat eselon %(echelon)s.") % {"echelon": echelon}
    return ""


def _waiting_period(posting, policy, effective, exclusions, day):
    """New in the position, also by promotion, transfer or rotation (Art. 25)."""
    until = waiting_until(posting, policy)
    if until is not None and day <= until:
        return _(
            "Masa tunggu %(days)s hari sejak penempatan %(start)s berlangsung sampai %(until)s."
        ) % {
            "days": policy.waiting_days,
            "start": date_format(posting.starts_on, "j F Y"),
            "until": date_format(until, "j F Y"),
        }
    return ""


def _unit_class(posting, policy, effective, exclusions, day):
    """The task can be done elsewhere (Art. 11): decided for the unit or the nearest above."""
    if posting.position.presence == Position.Presence.MAY_WFH:
        return ""
    if effective is None or effective.service_class is None:
        return _("Klasifikasi unit ini belum ditetapkan, jadi semua bekerja di kantor.")
    if effective.service_class != Classification.ServiceClass.BACK_OFFICE:
        return _("%(unit)s ditetapkan sebagai pelayanan langsung.") % {
            "unit": effective.source.name
        }
    return ""


_RULES = (
    _no_posting,
    _no_policy,
    _exclusion,
    _unknown_employment,
    _part_time,
    _position_on_site,
    _excluded_echelon,
    _waiting_period,
    _unit_class,
)


def _in_force(exclusions, policy, day):
    """Return the first exclusion in force on the day that the policy heeds, or None."""
    for one in exclusions:
        if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day):
            if one.kind == Exclusion.Kind.DISCIPLINE and not policy.exclude_discipline:
                continue
            return one
    return None
