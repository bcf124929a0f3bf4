"""Nobody changes the personnel data that decide on their own place of work."""

from django.utils.translation import gettext as _

from units.decisions import Refused


def refuse_own_data(employee, actor):
    """Raise Refused where the account is the person's own, whatever roles it holds."""
    if employee.user_id is not None and employee.user_id == actor.pk:
        raise Refused(_("Data Anda sendiri tidak dapat Anda ubah; minta rekan atau BKPSDM."))
