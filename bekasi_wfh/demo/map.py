"""Plausible points in Kota Bekasi for offices and homes. No home is anybody's real home."""


def _words(text):
    return tuple(text.split())


CITY_HALL = (-6.2379, 106.9926)
LATITUDES, LONGITUDES = (-6.3950, -6.1720), (106.8950, 107.0450)

# Centre of each district, in the order of the codes KEC-01 to KEC-12.
DISTRICTS = (
    (-6.2830, 106.9140),
    (-6.3620, 106.9240),
    (-6.3120, 106.9330),
    (-6.3010, 106.9580),
    (-6.3200, 106.9900),
    (-6.3030, 107.0220),
    (-6.2440, 107.0170),
    (-6.2760, 107.0000),
    (-6.2570, 106.9770),
    (-6.2330, 106.9640),
    (-6.1990, 106.9830),
    (-6.2010, 107.0060),
)
STREETS = _words(
    "Melati Mawar Anggrek Kenanga Dahlia Cempaka Flamboyan Bougenville Kemuning Teratai Merpati "
    "Kutilang Cendrawasih Rajawali Nusa Indah Raya Pahlawan Mangga Rambutan Jambu Delima Salak "
    "Sawo Kelapa Pinang Beringin Cemara Akasia Mahoni Meranti"
)


def district_of(code):
    """Return the index (0 to 11) of the district of a unit code, or None."""
    if not code.startswith("KEC-"):
        return None
    return int(code.split("-")[1]) - 1


def near(rng, centre, spread):
    """Return a point near a centre, inside the city; `spread` in degrees (0.01 is 1.1 km)."""
    return (
        round(min(max(rng.gauss(centre[0], spread), LATITUDES[0]), LATITUDES[1]), 6),
        round(min(max(rng.gauss(centre[1], spread), LONGITUDES[0]), LONGITUDES[1]), 6),
    )


def address(rng, village):
    """Return an invented address in a village (kelurahan)."""
    street = f"{rng.choice(STREETS)} {rng.choice(('', 'I ', 'II ', 'III '))}"
    return (
        f"Jl. {street}No. {rng.randint(1, 98)}, "
        f"RT {rng.randint(1, 12):03d}/RW {rng.randint(1, 18):03d}, {village}, Kota Bekasi"
    )
