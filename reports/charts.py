"""Small charts as SVG text: whole numbers, presentation attributes, no style. Pure Python.

Every chart stands beside the table of its data and is hidden from screen readers for that reason.
Colours are the status pairs of the portal; home and office also differ by position and letter.
"""

from html import escape

HOME, OFFICE, LINE, MUTED = "#0b6b4f", "#1d4f91", "#dcdfdb", "#53646b"
WIDTH, HEIGHT, TOP, BOTTOM = 560, 190, 22, 30


def bars_by_day(days, number=str):
    """Return an SVG of two bars a day, home (R) and office (K), for (label, home, office) rows.

    `number` writes a value as text. Returns "" where there is nothing to draw. Heights are whole
    pixels; a value above zero is never drawn as nothing.
    """
    most = max((max(home, office) for _label, home, office in days), default=0)
    if not most:
        return ""
    room = HEIGHT - TOP - BOTTOM
    slot = WIDTH // len(days)
    bar = min(56, slot * 2 // 5)
    base = TOP + room
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' aria-hidden="true" font-size="12" text-anchor="middle">',
        f'<path d="M0 {base}H{WIDTH}" stroke="{LINE}" stroke-width="1" />',
    ]
    for position, (label, home, office) in enumerate(days):
        middle = position * slot + slot // 2
        for value, colour, letter, left in (
            (home, HOME, "R", middle - bar - 1),
            (office, OFFICE, "K", middle + 1),
        ):
            height = max(1, value * room // most) if value else 0
            centre = left + bar // 2
            parts.append(
                f'<rect x="{left}" y="{base - height}" width="{bar}" height="{height}"'
                f' rx="2" fill="{colour}" />'
                f'<text x="{centre}" y="{base - height - 5}" fill="{colour}">'
                f"{letter} {number(value)}</text>"
            )
        parts.append(
            f'<text x="{middle}" y="{base + 20}" fill="{MUTED}">{escape(str(label))}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)
