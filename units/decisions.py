"""Acts of office: recorded once, chained by hash, with the notices that they send."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import override

from units import clock
from units.languages import in_indonesian, language_of
from units.models import ChainHead, Decision, NoticeSwitch, Outbox
from units.notices import kind_of

GENESIS = "0" * 64


class Refused(Exception):
    """What was asked for is against a rule. The text is a sentence for the person who asked."""


class MovedOn(Exception):
    """Somebody else was faster: the record is no longer in the state that was shown."""


def _digest(previous, content):
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()


def _content(decision):
    return {
        "subject": [decision.subject_type, decision.subject_id, decision.subject_text],
        "act": decision.act,
        "before": decision.before,
        "after": decision.after,
        "actor": decision.actor_id,
        "mandate": decision.mandate,
        "reason": decision.reason,
        "at": decision.decided_at.timestamp(),
    }


@in_indonesian()
def record_decision(
    subject, act, *, actor, unit=None, reason="", before=None, after=None, mandate=""
):
    """Append one Decision about `subject` inside the caller's transaction; return it.

    `before` and `after` are small JSON-ready dicts. Words of the portal in them are Indonesian,
    whatever the actor reads. Raises RuntimeError outside a transaction:
    a decision without the change that it speaks of would be worse than none.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("A decision is recorded in the transaction of its change.")
    head = ChainHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"latest_hash": GENESIS}
    )[0]
    decision = Decision(
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        subject_text=str(subject)[:200],
        unit=unit,
        act=act,
        before=json.loads(json.dumps(before or {}, cls=DjangoJSONEncoder)),
        after=json.loads(json.dumps(after or {}, cls=DjangoJSONEncoder)),
        actor=actor,
        mandate=mandate,
        reason=reason,
        decided_at=clock.now(),
        previous_hash=head.latest_hash,
    )
    decision.hash = _digest(head.latest_hash, _content(decision))
    decision.save()
    ChainHead.objects.filter(pk=1).update(latest_hash=decision.hash)
    return decision


def decisions_on(subject):
    """Return the decisions about one record, latest first."""
    return Decision.objects.filter(
        subject_type=subject._meta.label, subject_id=subject.pk
    ).select_related("actor", "actor__employee")


def first_broken_link():
    """Return the first Decision whose hash does not follow from the one before, or None."""
    previous = GENESIS
    for decision in Decision.objects.order_by("pk").iterator(chunk_size=1000):
        if decision.previous_hash != previous or decision.hash != _digest(
            previous, _content(decision)
        ):
            return decision
        previous = decision.hash
    return None


def notify(recipients, *, kind, link="", **values):
    """Write one notice per account into the outbox, inside the caller's transaction.

    `kind` is the key of a registered Kind, `values` exactly its placeholders: text (untrusted text
    becomes one plain line), dates, lazy words or functions: put into words in the language of
    each recipient.
    `link` is a path of the portal. Nobody is told twice by one call; accounts that are shut are
    left out. A kind that the person has switched off is kept, but neither counted nor mailed.
    Returns the notices.
    """
    what = kind_of(kind)
    told = {user.pk: user for user in recipients if user is not None and user.is_active}
    texts = {}
    for language in {language_of(user) for user in told.values()} or {""}:
        with override(language or None):
            texts[language] = what.text(values)
    return _keep(what, [(user, texts[language_of(user)]) for user in told.values()], link)


def notify_each(values_of, *, kind, link=""):
    """Write a notice of its own for each account: `values_of` is {account: values}."""
    what, notices = kind_of(kind), []
    for user, values in values_of.items():
        if user.is_active:
            with override(language_of(user) or None):
                notices.append((user, what.text(values)))
    _keep(what, notices, link)


def _keep(what, notices, link):
    """Write (account, text) pairs of one kind into the outbox; return the notices."""
    off = set()
    if not what.mandatory:
        off = set(NoticeSwitch.objects.filter(kind=what.key).values_list("user_id", flat=True))
    at = clock.now()
    return Outbox.objects.bulk_create(
        [
            Outbox(
                recipient=user,
                kind=what.key,
                text=text,
                link=link,
                created_at=at,
                quiet=user.pk in off,
                mailed_at=at if user.pk in off else None,
            )
            for user, text in notices
        ],
        batch_size=1000,
    )
