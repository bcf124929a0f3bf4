"""Papers of the city as PDF: one builder for every kind of document.

The builder's root holds the templates of papers and nothing else; what the portal says reaches
them as data, never as markup.
"""

import json

import typst
from django.conf import settings

from units.models import Unit
from units.queries.tree import agency_of

TEMPLATES = settings.BASE_DIR / "templates" / "papers"


def paper_pdf(template, data, *, at):
    """Return the bytes of the PDF of one template (`weekly.typ`) with its data, texts and numbers.

    `at` is the moment that the PDF names as its making: the same data and moment give the same
    bytes. Fonts are Typst's own; no file outside TEMPLATES is read.
    """
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        format="pdf",
        timestamp=int(at.timestamp()),
    )


def letterhead_of(unit):
    """Return the name over a paper of a unit: its agency's; the city's own is the portal's."""
    agency = agency_of(unit)
    return agency.name.upper() if agency.level in Unit.AGENCY_LEVELS else "Bekasi WFH"
