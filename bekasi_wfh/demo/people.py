"""Build positions, skills, employees, their accounts and their definitive postings."""

import datetime

from bekasi_wfh.demo.map import address
from bekasi_wfh.demo.names import invent_name
from bekasi_wfh.demo.nips import NipDraw
from bekasi_wfh.demo.positions import POSITIONS, SKILLS, WORK
from units.models import Employee, EmployeeSkill, Position, Posting, Skill, User

PPPK_SHARE = 0.55
PART_TIME_AMONG_PPPK = 0.29
NO_PASSWORD = "!" + "demo-account-without-password".ljust(40, "-")

HEAD_POSITIONS = {
    "SETDA": "SEKDA",
    "ITKO": "INSPEKTUR",
    "SETWAN": "SEKWAN",
    "SATPOLPP": "KASAT",
    "RSUD-CAM": "DIREKTUR-RSUD",
}
# The first of the staff there is a civil servant of long standing: the demo accounts need them.
OFFICERS = {"BKPSDM-PKA": "ANALIS-SDM", "ITKO-IRB1": "AUDITOR", "DISDUKCAPIL-DAF": "LOKET"}
WEIGHTS = {
    "secretariat": 2,
    "admin": 4,
    "finance": 9,
    "planning": 10,
    "law": 9,
    "personnel": 9,
    "audit": 8,
    "archive": 8,
    "it": 10,
    "counter": 5,
    "siak": 8,
    "field": 5,
    "health": 9,
    "school": 9,
}


def build_positions(city):
    """Fill the city with positions and skills by code."""
    for code, (name, kind, echelon, presence, reason) in POSITIONS.items():
        city.positions[code] = Position(
            pk=len(city.positions) + 1,
            code=code,
            name=name,
            kind=kind,
            echelon=echelon,
            presence=presence,
            presence_reason=reason,
        )
    for code, name in SKILLS.items():
        city.skills[code] = Skill(pk=len(city.skills) + 1, code=code, name=name)


def head_position(city, unit):
    """Return the code of the position that heads a unit."""
    if unit.level == "opd":
        named = HEAD_POSITIONS.get(unit.code)
        return named or ("KABAN" if unit.name.startswith("Badan") else "KADIN")
    if unit.level == "uptd":
        return "KEPSEK" if city.work_of[unit.pk] == "school" else "KAPUS"
    if unit.level == "seksi":
        if "-KEL-" in unit.code:
            return "KASI-KEL"
        return "KASI" if unit.code.startswith("KEC-") else "KASUBBAG"
    if unit.level == "bidang":
        if unit.code.startswith("KEC-"):
            return "SEKCAM"
        if unit.code.startswith("ITKO-IR"):
            return "IRBAN"
        if unit.name == "Sekretariat":
            return "SEKRETARIS"
        return "KABAG" if unit.name.startswith("Bagian") else "KABID"
    return {"kecamatan": "CAMAT", "kelurahan": "LURAH"}[unit.level]


def vacant_units(city):
    """Return the ids of the few units without a definitive head: an acting head keeps them."""
    divisions = [u for u in city.units if u.level == "bidang" and not _kept_for_demo(u)]
    rng = city.draw("vacancies")
    return {u.pk for u in rng.sample(divisions, min(len(divisions), max(1, len(divisions) // 45)))}


def _kept_for_demo(unit):
    return unit.code.startswith(("BAPPELITBANGDA", "BKPSDM", "KEC-")) or unit.code.endswith(
        ("-SEK", "-UMM", "-UMK")
    )


def build_people(city):
    """Fill the city with exactly `city.people` employees, heads first, then staff by weight.

    Returns the ids of the units that have no definitive head.
    """
    vacant = vacant_units(city)
    slots = [
        (unit, head_position(city, unit), True)
        for unit in city.units
        if unit.level != "kota" and unit.pk not in vacant
    ]
    slots += _deputies(city)
    if city.people < len(slots) + 60:
        raise ValueError(f"A city of this shape needs at least {len(slots) + 60} people.")
    for unit, count in _shares(city, city.people - len(slots)):
        slots += [(unit, code, False) for code in _staff_positions(city, unit, count)]
    _fill(city, slots, city.people - len([s for s in slots if s[2]]))
    return vacant


def _deputies(city):
    """The assistants and expert staff of the city secretariat, in a city of full size."""
    if "STAF-AHLI" not in city.positions or "SETWAN" not in city.unit_by_code:
        return []
    secretariat = city.unit_by_code["SETDA"]
    return [(secretariat, code, False) for code in ("ASISTEN", "STAF-AHLI") for _ in range(3)]


def _shares(city, count):
    """Return (unit, number of staff) by weight; the largest remainders get the rest."""
    weights = []
    for unit in city.units:
        work = city.work_of.get(unit.pk)
        if work is None and unit.level == "kelurahan":
            weights.append((unit, 4))
        elif work is not None:
            base = WEIGHTS[work] * (0.6 if unit.level == "seksi" and work != "admin" else 1)
            weights.append((unit, base * (3 if unit.code.startswith("RSUD-CAM-") else 1)))
    total = sum(weight for _unit, weight in weights)
    exact = [(unit, count * weight / total) for unit, weight in weights]
    shares = {unit.pk: int(share) for unit, share in exact}
    rest = count - sum(shares.values())
    by_remainder = sorted(exact, key=lambda one: (-(one[1] % 1), one[0].pk))
    for unit, _share in by_remainder[:rest]:
        shares[unit.pk] += 1
    return [(unit, shares[unit.pk]) for unit, _share in exact]


def _staff_positions(city, unit, count):
    positions = WORK[city.work_of.get(unit.pk, "counter")][0]
    drawn = city.rng.choices(list(positions), weights=list(positions.values()), k=count)
    if unit.code in OFFICERS and drawn:
        drawn[0] = OFFICERS[unit.code]
    return drawn


def _fill(city, slots, staff_count):
    rng = city.rng
    draw = NipDraw(rng, city.today)
    taken = set()
    pppk_chance = min(0.9, PPPK_SHARE * city.people / max(1, staff_count))
    villages = [u.name.removeprefix("Kelurahan ") for u in city.units if u.level == "kelurahan"]
    for unit, code, is_head in slots:
        position = city.positions[code]
        officer = OFFICERS.get(unit.code) == code and unit.code not in city.officers
        senior = position.echelon != "" or officer
        pppk = not is_head and not senior and rng.random() < pppk_chance
        part_time = pppk and code != "GURU" and rng.random() < PART_TIME_AMONG_PPPK
        woman = rng.random() < (0.66 if city.work_of.get(unit.pk) in ("school", "health") else 0.46)
        born = draw.born(*((40, 57) if senior or is_head else (24, 55)))
        if pppk:
            nip, joined = draw.pppk(born, woman, part_time=part_time)
        else:
            nip, joined = draw.pns(born, woman)
        employment = "pppk_paruh_waktu" if part_time else "pppk" if pppk else "pns"
        village = rng.choice(villages)
        employee = Employee(
            pk=len(city.employees) + 1,
            nip=nip,
            name=invent_name(rng, woman=woman, taken=taken),
            employment=employment,
            registered_address=address(rng, village),
            joined_on=joined,
        )
        if is_head or senior or rng.random() > 0.015:
            employee.user = add_user(city, nip, employee.name)
        city.employees.append(employee)
        if officer:
            city.officers[unit.code] = employee
        _post(city, employee, unit, position, is_head, joined, settled=officer or is_head)


def add_user(city, username, name, email=""):
    """Add an account without a usable password; demo accounts get theirs later."""
    user = User(
        pk=len(city.users) + 1,
        username=username,
        email=email,
        first_name=name[:150],
        password=NO_PASSWORD,
        date_joined=datetime.datetime.combine(
            city.days_before(400), datetime.time(8), datetime.UTC
        ),
    )
    city.users[username] = user
    return user


def _post(city, employee, unit, position, is_head, joined, *, settled):
    rng = city.rng
    recent = not settled and rng.random() < 0.03
    if recent:
        starts = city.days_before(rng.randint(5, 80))
    else:
        starts = city.days_before(rng.randint(150, 1500 if is_head else 2400))
    starts = max(starts, joined)
    posting = Posting(
        pk=len(city.postings) + 1,
        employee=employee,
        unit=unit,
        position=position,
        is_head=is_head,
        letter_number=f"821.{2 if is_head else 4}/Kep.{rng.randint(10, 980)}-BKPSDM/{starts.year}",
        starts_on=starts,
    )
    city.postings.append(posting)
    city.own_posting[employee.pk] = posting
    if recent and joined < starts:
        _came_from(city, employee, unit, position, joined, starts)
    if is_head:
        city.head_of[unit.pk] = employee


def _came_from(city, employee, unit, position, joined, starts):
    """Give somebody new in the unit the posting held before, in a part of the same kind."""
    work = city.work_of.get(unit.pk)
    others = [u for u in city.units if city.work_of.get(u.pk) == work and u.pk != unit.pk]
    earlier = Posting(
        pk=len(city.postings) + 1,
        employee=employee,
        unit=city.rng.choice(others) if others else unit,
        position=position,
        starts_on=joined,
        ends_on=starts - datetime.timedelta(days=1),
    )
    city.postings.append(earlier)
    city.earlier_posting[employee.pk] = earlier


def build_skills(city):
    """Return the dated skills of staff, after their work."""
    rng = city.draw("skills")
    rows = []
    for employee in city.employees:
        posting = city.own_posting[employee.pk]
        chances = WORK[city.work_of.get(posting.unit_id, "counter")][1]
        if posting.is_head:
            continue
        sure = {"LOKET": "LOKET", "BENDAHARA": "BENDAHARA", "ARSIPARIS": "ARSIP"}.get(
            posting.position.code
        )
        for code, chance in chances.items():
            if code == sure or rng.random() < chance:
                rows.append(
                    EmployeeSkill(
                        employee=employee, skill=city.skills[code], starts_on=posting.starts_on
                    )
                )
    return rows


def personnel_unit(city, agency):
    """Return the unit whose head keeps the personnel records of an agency."""
    for code in (f"{agency.code}-SEK-UPG", f"{agency.code}-UMM", f"{agency.code}-UMK"):
        if code in city.unit_by_code:
            return city.unit_by_code[code]
    return city.unit_by_code[f"{agency.code}-SEK"]
