"""The cast: a small city with named people, one per role. Assert exact values with them."""

import datetime
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.migrated import fill
from units.models import Classification, Employee, Place, Position, Posting, RoleGrant, Unit, User

# The Monday on which most tests live, 09:00 in Bekasi.
MONDAY = datetime.date(2026, 12, 7)
PASSWORD = "kata-sandi-uji-2026"

# A busy machine is no fault of the portal: rules fail these tests, seconds never do.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(django_db_modify_db_settings_parallel_suffix):
    """Let SQLite's test database begin with all migrations in it (see `tests.migrated`)."""
    if connection.vendor != "sqlite":
        yield
        return
    creation, held = connection.creation, []
    create = creation._create_test_db

    def create_filled(*args, **options):
        name = create(*args, **options)
        held.append(fill(name))
        return name

    creation._create_test_db = create_filled
    yield
    for database in held:
        database.close()


@pytest.fixture
def day():
    return MONDAY


@pytest.fixture(autouse=True)
def _no_slow_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def monday(time_machine):
    """Stop the clock on Monday 7 December 2026, 09:00 in Asia/Jakarta."""
    time_machine.move_to(
        datetime.datetime.combine(MONDAY, datetime.time(9), timezone.get_default_timezone()),
        tick=False,
    )
    return MONDAY


def make_user(username, *, staff=True, email=""):
    """Make an account; staff roles get a second factor so that pages open."""
    user = User.objects.create_user(username, email=email, password=PASSWORD)
    if staff:
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
        )
    return user


def make_employee(nip, name, unit, position, *, is_head=False, employment="pns", staff=None):
    """Make an employee with an account and a definitive posting since 2020."""
    user = make_user(nip, staff=is_head if staff is None else staff)
    employee = Employee.objects.create(
        nip=nip, name=name, employment=employment, user=user, joined_on=datetime.date(2015, 1, 1)
    )
    Posting.objects.create(
        employee=employee,
        unit=unit,
        position=position,
        is_head=is_head,
        starts_on=datetime.date(2020, 1, 1),
    )
    return employee


def number_people_from_one():
    """Give the next employee the number 1, whatever ran before on this database.

    The draw that settles true ties is made of people's numbers: without this a test's plan would
    depend on the tests before it.
    """
    if not Employee.objects.exists():
        column = {"table": Employee._meta.db_table, "column": "id"}
        for sql in connection.ops.sequence_reset_by_name_sql(no_style(), [column]):
            with connection.cursor() as cursor:
                cursor.execute(sql)


@pytest.fixture
def city(db):
    """A city of two agencies.

    Bappelitbangda (back office): Dewi heads it, Rudi heads Bidang Ekonomi, where Sari and Tono
    work; Hana is its unit HR. Disdukcapil (service-facing): Yanti heads it, Umar works there.
    Wati is BKPSDM, Bagus the inspectorate, Laras the leadership, Komisi the council.
    """
    number_people_from_one()
    root = Unit.objects.create(code="1", name="Pemerintah Kota Bekasi", level="kota")
    agency = Unit.objects.create(
        code="BAPPELITBANGDA", name="Badan Perencanaan", level="opd", parent=root,
        short_name="Bappelitbangda",
    )  # fmt: skip
    division = Unit.objects.create(
        code="BAPPELITBANGDA-EKO", name="Bidang Ekonomi", level="bidang", parent=agency
    )
    other_division = Unit.objects.create(
        code="BAPPELITBANGDA-SOS", name="Bidang Sosial", level="bidang", parent=agency
    )
    service = Unit.objects.create(
        code="DISDUKCAPIL", name="Dinas Kependudukan", level="opd", parent=root
    )
    counter = Unit.objects.create(
        code="DISDUKCAPIL-LOKET", name="Bidang Pelayanan", level="bidang", parent=service
    )
    personnel = Unit.objects.create(
        code="BKPSDM", name="Badan Kepegawaian", level="opd", parent=root
    )
    head_of_agency = Position.objects.create(
        code="KABAN", name="Kepala Badan", kind="jpt", echelon="II.b"
    )
    head_of_division = Position.objects.create(
        code="KABID", name="Kepala Bidang", kind="administrator", echelon="III.b"
    )
    planner = Position.objects.create(code="PERENCANA", name="Perencana", kind="fungsional")
    clerk = Position.objects.create(code="PELAKSANA", name="Pengelola Data", kind="pelaksana")
    people = SimpleNamespace(
        dewi=make_employee(
            "197001011995032001", "Dewi Anggraini", agency, head_of_agency, is_head=True
        ),
        rudi=make_employee(
            "198001012005011001", "Rudi Hartono", division, head_of_division, is_head=True
        ),
        sari=make_employee("199001012015032001", "Sari Wulandari", division, planner),
        tono=make_employee("199101012015031002", "Tono Prasetyo", division, clerk),
        hana=make_employee("198501012010032003", "Hana Pertiwi", agency, clerk, staff=True),
        yanti=make_employee(
            "197101011996032002", "Yanti Kusuma", service, head_of_agency, is_head=True
        ),
        umar=make_employee("199201012016031003", "Umar Said", counter, clerk),
        wati=make_employee("198201012006042001", "Wati Lestari", personnel, clerk, staff=True),
    )
    others = SimpleNamespace(
        bagus=make_user("bagus"), laras=make_user("laras"), komisi=make_user("komisi")
    )
    start = datetime.date(2020, 1, 1)
    RoleGrant.objects.create(user=people.wati.user, role="bkpsdm", starts_on=start)
    RoleGrant.objects.create(user=people.hana.user, role="unit_hr", unit=agency, starts_on=start)
    RoleGrant.objects.create(user=others.bagus, role="inspectorate", starts_on=start)
    RoleGrant.objects.create(user=others.laras, role="leadership", starts_on=start)
    RoleGrant.objects.create(user=others.komisi, role="council", starts_on=start)
    for unit, kind in ((agency, "back_office"), (service, "service_facing")):
        yes = kind == "back_office"
        Classification.objects.create(
            unit=unit, service_class=kind, doable_off_site=yes, no_special_equipment=yes,
            uses_ict=yes, little_face_to_face=yes, no_constant_supervision=yes,
            reason="Penilaian awal", legal_basis="PermenPANRB 4/2025", starts_on=start,
            decided_by=people.wati.user, decided_at=timezone.now(),
        )  # fmt: skip
    office = Place.objects.create(
        unit=agency, name="Gedung Bappelitbangda", latitude=-6.2383, longitude=106.9756
    )
    return SimpleNamespace(
        root=root, agency=agency, division=division, other_division=other_division,
        service=service, counter=counter, personnel=personnel, office=office,
        positions=SimpleNamespace(
            head_of_agency=head_of_agency, head_of_division=head_of_division,
            planner=planner, clerk=clerk,
        ),
        **vars(people), **vars(others),
    )  # fmt: skip


@pytest.fixture
def as_(client):
    """Return a function that signs an employee or account in and gives the client."""

    def sign_in(person):
        client.force_login(getattr(person, "user", person))
        return client

    return sign_in
