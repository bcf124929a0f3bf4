"""What is due or overdue for a decision, and who stands above the one who is late."""

from django.db.models import Q

from units.access import on_day
from units.models import Posting
from units.queries.people import city_accounts, head_postings_on, secretary_accounts
from units.queries.tree import unit_tree


def to_follow_up(model, waiting, day):
    """Return the waiting rows that are due by `day` and of which somebody was not told yet."""
    return (
        model.objects.filter(status=waiting, due_on__lte=day)
        .filter(Q(reminded_at__isnull=True) | Q(due_on__lt=day, escalated_at__isnull=True))
        .select_related("employee__user")
        .order_by("due_on", "pk")
    )


def levels_above(employee_ids, day):
    """Return {employee id: (superiors, next level)} as lists of accounts; queries do not grow.

    The superiors are those of `superiors_of`. Above them stands the next unit with a head, then
    the Sekda; where nobody does, BKPSDM, which appoints who acts. Without a posting both are empty.
    """
    tree = unit_tree()
    postings = list(
        Posting.objects.filter(
            on_day(day), kind=Posting.Kind.DEFINITIVE, employee_id__in=employee_ids
        )
        .order_by("starts_on", "pk")
        .values_list("employee_id", "employee__user_id", "unit_id", "is_head")
    )
    paths = {
        unit: tree.ancestors_of(unit, include_self=True) for _pk, _user, unit, _head in postings
    }
    heads = head_postings_on(day, {step for path in paths.values() for step in path})
    secretaries, city = secretary_accounts(day), city_accounts(day)
    found = {pk: ([], []) for pk in employee_ids}
    for pk, user_id, unit, is_head in postings:
        levels = []
        for step in paths[unit][1:] if is_head else paths[unit]:
            accounts = [
                posting.employee.user
                for posting in heads.get(step, ())
                if posting.employee_id != pk
                and posting.employee.user is not None
                and posting.employee.user.is_active
            ]
            levels.append(accounts)
        levels.append([user for user in secretaries if user.pk != user_id])
        levels = [accounts for accounts in levels if accounts]
        first = levels[0] if levels else []
        known = {user.pk for user in first}
        above = next((one for one in levels[1:] if known.isdisjoint(u.pk for u in one)), None)
        if above is None:
            above = [user for user in city if user.pk not in known and user.pk != user_id]
        found[pk] = (first, above)
    return found
