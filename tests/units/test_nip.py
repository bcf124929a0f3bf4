"""NIP and NI PPPK: what is read, and one sentence per fault."""

import datetime

import pytest

from units import nip
from units.nip import BadNip, read_nip


def test_a_pns_number_tells_birth_start_sex_and_sequence():
    read = read_nip("19900101 201503 2 001", is_pns=True)
    assert read.digits == "199001012015032001"
    assert (read.born_on, read.start_year, read.start_month) == (
        datetime.date(1990, 1, 1), 2015, 3,
    )  # fmt: skip
    assert (read.sex, read.sequence, read.contract_code) == ("P", "001", "")


def test_a_pppk_number_has_a_code_where_pns_have_a_month():
    read = read_nip("199009132025242014", is_pns=False)
    assert (read.start_year, read.start_month, read.contract_code) == (2025, None, "24")
    assert (read.sex, read.sequence) == ("P", "014")
    with pytest.raises(BadNip, match="bulan pengangkatan"):
        read_nip("199009132025242014", is_pns=True)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", nip.EMPTY),
        (None, nip.EMPTY),
        (1.99001012015032e17, nip.DAMAGED),
        (199001012015032001, nip.DAMAGED),
        ("1,99001E+17", nip.DAMAGED),
        ("1.99001E+17", nip.DAMAGED),
        ("19900101201503200A", nip.NOT_DIGITS),
        ("١٩٩٠٠١٠١٢٠١٥٠٣٢٠٠١", nip.NOT_DIGITS),
        ("=1+1", nip.NOT_DIGITS),
        ("19900101201503200", nip.WRONG_LENGTH),
        ("1990010120150320011", nip.WRONG_LENGTH),
        ("199002302015032001", nip.NO_SUCH_BIRTH_DATE),
        ("000001012015032001", nip.NO_SUCH_BIRTH_DATE),
        ("199001012015132001", nip.NO_SUCH_MONTH),
        ("199001012015002001", nip.NO_SUCH_MONTH),
        ("199001012001032001", nip.STARTED_TOO_YOUNG),
        ("199001012999032001", nip.STARTED_TOO_YOUNG),
        ("199001012015033001", nip.NO_SUCH_SEX),
        ("199001012015032000", nip.NO_SEQUENCE),
    ],
)
def test_every_fault_has_its_sentence(text, fault):
    with pytest.raises(BadNip) as refused:
        read_nip(text, is_pns=True)
    assert str(refused.value) == fault
