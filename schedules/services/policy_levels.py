"""Levels of the approval chain that a unit keeps or leaves out, on a draft of the policy."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from schedules.models import PolicyLevel
from schedules.services.policies import locked_draft
from units.decisions import MovedOn, Refused, record_decision
from units.models import Unit
from units.queries.tree import path_of


@transaction.atomic
def set_level(policy, *, unit, level, kept, reason, actor):
    """Let a unit and everything below it keep or leave out a level; return the PolicyLevel.

    Refused: a policy in force, a unit outside the policy's unit, no reason, a second word on the
    same unit and level, and the knowledge of BKPSDM for less than an agency: plans are of
    agencies.
    """
    policy = locked_draft(policy)
    if policy.unit_id not in {step.pk for step in path_of(unit)}:
        raise Refused(_("%(unit)s tidak berada di bawah unit kebijakan ini.") % {"unit": unit.name})
    if level == PolicyLevel.Level.CITY and unit.level not in Unit.AGENCY_LEVELS:
        raise Refused(_("Pengetahuan BKPSDM ditetapkan untuk satu perangkat daerah. Pilih itu."))
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya. Jenjang belum diubah."))
    try:
        with transaction.atomic():
            rule = PolicyLevel.objects.create(
                policy=policy, unit=unit, level=level, kept=kept, reason=reason.strip()
            )
    except IntegrityError:
        raise Refused(
            _("Jenjang ini sudah diatur untuk unit itu. Hapus yang lama dahulu.")
        ) from None
    record_decision(
        policy, "set_level", actor=actor, unit=unit, reason=rule.reason,
        after={"unit": unit.code, "level": level, "kept": kept},
    )  # fmt: skip
    return rule


@transaction.atomic
def remove_level(rule, *, actor):
    """Take an override off a draft: the unit follows the policy again."""
    policy = locked_draft(rule.policy)
    record_decision(
        policy, "remove_level", actor=actor, unit=rule.unit,
        before={"unit": rule.unit.code, "level": rule.level, "kept": rule.kept},
    )  # fmt: skip
    if not PolicyLevel.objects.filter(pk=rule.pk, policy=policy).delete()[0]:
        raise MovedOn(_("Jenjang ini sudah dihapus oleh orang lain."))
