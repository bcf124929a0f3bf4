"""Letters for tests: drawn up from a published plan, numbered, signed."""

import io

from pypdf import PdfReader

from schedules.models import Letter, LetterLine, Plan, SignedCopy
from schedules.queries.letters import states_of
from schedules.queries.signers import signers_of
from schedules.services.letters import draw_up_letter, number_letter, record_signed_copy
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from tests.schedules.office_cast import draw_up, make_plan
from units import clock
from units.models import Outbox

NUMBER = "800.1.11/123/BAPPELITBANGDA"


def pdf(text="isi"):
    """Return bytes that bear the marks of a PDF; `text` makes them unlike others."""
    return f"%PDF-1.7\n% {text}\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n".encode()


def publish(city, plan):
    submit_part(plan.parts.get(), actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    plan.refresh_from_db()
    return plan


def published_plan(city, **over):
    return publish(city, make_plan(city, **over))


def draft_letter(city, plan=None, *, unit=None, actor=None):
    """Draw up the letter of Bidang Ekonomi, signed by the head of the agency."""
    plan = plan or published_plan(city)
    signer = signers_of(plan.agency, clock.today())[0]
    return draw_up_letter(
        plan, unit or city.division, signer=signer, mandate="", actor=actor or city.hana.user
    )


def numbered_letter(city, plan=None, number=NUMBER, **over):
    letter = draft_letter(city, plan, **over)
    return number_letter(letter, number=number, dated_on=clock.today(), actor=city.hana.user)


def letter_in_force(city, plan=None, number=NUMBER, **over):
    letter = numbered_letter(city, plan, number, **over)
    return record_signed_copy(letter, content=pdf(number), actor=city.hana.user)


def state(letter):
    return states_of([Letter.objects.select_related("plan").get(pk=letter.pk)])[letter.pk]


def everything():
    """What a refused or denied act must leave as it is."""
    return (
        list(Letter.objects.values_list("pk", "status", "number", "cancel_reason")),
        LetterLine.objects.count(),
        SignedCopy.objects.count(),
        Outbox.objects.count(),
    )


def revise(city, plan):
    """Publish a second version of the plan."""
    Plan.objects.filter(pk=plan.pk).update(status="superseded")
    newer = draw_up(city, plan.period)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return publish(city, newer)


def text_of(content):
    reader = PdfReader(io.BytesIO(content))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]
