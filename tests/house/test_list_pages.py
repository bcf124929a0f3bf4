"""Every address that answers GET is measured in a full city, or said to hold no list."""

import re

from django.urls import resolve

from tests.bench.page_table import NO_LIST, PAGES
from tests.test_matrix import ROWS


def test_every_page_is_measured_or_holds_no_list():
    opened = {row.name for row in ROWS if row.method == "get" and 200 in row.expect.values()}
    own = {name for name in opened if ":" in name}
    paths = (re.sub(r"{\w+}", "1", page.address.partition("?")[0]) for page in PAGES)
    measured = {resolve(path).view_name for path in paths}
    assert own - measured == NO_LIST
