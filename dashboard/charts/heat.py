"""What heatmaps of counts share: the shade of a number, and the scale above the plot that explains it."""

import altair as alt

from dashboard.charts.colour import mix
from dashboard.charts.rows import note
from dashboard.charts.theme import ONE, Look

_FAINTEST = 0.3  # of the way to blue: one article must stand out from none


def shade(n: int, most: int, look: Look) -> str:
    """The fill of a count; of none it is the ground, and the mark needs an outline."""
    if n == 0:
        return look.ground
    return mix(look.low, look.blue, _FAINTEST + (1 - _FAINTEST) * (n - 1) / (most - 1) if most > 1 else 1.0)


def scale(most: int, look: Look, left: int = 0) -> list[alt.Chart]:
    """□ 0 ■ 1 ■ 3 ■ 5 above the plot, so many pixels from its left side."""
    layers: list[alt.Chart] = []
    for n in sorted({0, min(1, most), -(-most // 2), most}):
        box = alt.Chart(ONE).mark_rect(fill=shade(n, most, look), stroke=None if n else look.muted, aria=False)
        layers.append(box.encode(x=alt.XValue(left), x2=alt.X2Value(left + 10), y=alt.YValue(-19), y2=alt.Y2Value(-9)))
        layers.append(note(str(n), look.muted, left + 14))
        left += 14 + 7 * len(str(n)) + 10
    return layers
