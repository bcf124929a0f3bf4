"""A distribution as SVG text: one bar a row, whole numbers, no style. Pure Python.

The chart stands beside the table of its data and is hidden from screen readers for that reason.
The own row is marked by a filled dot and a darker bar: by shape as well as by colour.
"""

from html import escape

BAR, OWN, INK, MUTED = "#7fb8a4", "#0b6b4f", "#1b2a2f", "#53646b"
WIDTH, ROW, LEFT, RIGHT = 320, 30, 86, 44


def bars(rows):
    """Return an SVG of horizontal bars for (label, people, whether it is the reader's) rows.

    "" where there is nothing to draw. A value above zero is never drawn as nothing.
    """
    most = max((people for _label, people, _own in rows), default=0)
    if not most:
        return ""
    room = WIDTH - LEFT - RIGHT
    height = ROW * len(rows) + 4
    parts = [
        f'<svg class="bars" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        ' aria-hidden="true" font-size="13">'
    ]
    for position, (label, people, own) in enumerate(rows):
        top = position * ROW + 4
        width = max(2, people * room // most) if people else 0
        colour = OWN if own else BAR
        weight = ' font-weight="700"' if own else ""
        if own:
            parts.append(f'<circle cx="6" cy="{top + 11}" r="4" fill="{OWN}" />')
        parts.append(
            f'<text x="{LEFT - 8}" y="{top + 16}" text-anchor="end" fill="{INK}"{weight}>'
            f"{escape(str(label))}</text>"
            f'<rect x="{LEFT}" y="{top}" width="{width}" height="22" rx="3" fill="{colour}" />'
            f'<text x="{LEFT + width + 6}" y="{top + 16}" fill="{MUTED}"{weight}>{people}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)
