"""Production installs exact packages, each checked against the hashes of its files."""

import re

from django.conf import settings

REQUIREMENTS = settings.BASE_DIR / "requirements.txt"
LOCK = settings.BASE_DIR / ".ci" / "requirements.lock"
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z]+\])?==(\S+)", re.MULTILINE)


def pins(text):
    return set(PIN.findall(text))


def test_every_requirement_is_pinned_and_says_why():
    lines = [line for line in REQUIREMENTS.read_text().splitlines() if line and line[0] != "#"]
    assert [line for line in lines if not PIN.match(line)] == []
    production = REQUIREMENTS.read_text().partition("# tests and checks")[0].splitlines()[1:]
    assert [line for line in production if line and "  # " not in line] == []


def test_the_lock_holds_each_production_requirement_at_its_pin():
    production = REQUIREMENTS.read_text().partition("# tests and checks")[0]
    assert pins(production) - pins(LOCK.read_text()) == set(), "run make lock"


def test_each_package_of_the_lock_has_hashes():
    packages = re.split(r"\n(?=\S)", LOCK.read_text().strip())
    assert len(packages) > 40
    assert [one.split()[0] for one in packages if "--hash=sha256:" not in one] == []


def test_the_image_installs_from_the_lock_and_checks_hashes():
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    assert re.findall(r"pip install (.+)", compose) == [
        "--no-cache-dir --require-hashes -r requirements.lock"
    ]
