"""Who holds a named role in the city."""

from django.db.models import Q

from units.models import RoleGrant


def roles_held(day):
    """Return the grants that have not ended on a day, by role, unit and person."""
    return (
        RoleGrant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("user__employee", "unit")
        .order_by("role", "unit__name", "user__employee__name", "pk")
    )
