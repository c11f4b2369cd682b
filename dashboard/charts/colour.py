"""Arithmetic on `#rrggbb` colours: mixing, and contrast as WCAG 2.1 defines it."""

BLACK, WHITE = "#000000", "#FFFFFF"
READABLE = 4.5  # the contrast WCAG asks of small text


def mix(a: str, b: str, part: float) -> str:
    """`part` of the way from colour a (0) to colour b (1), in sRGB."""
    blend = (round(x + (y - x) * part) for x, y in zip(_channels(a), _channels(b), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in blend)


def contrast(a: str, b: str) -> float:
    """From 1 (the same) to 21 (black on white). https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def readable_on(fill: str, *preferred: str) -> str:
    """The first preferred text colour that is readable on the fill, else black or white: one of them always is."""
    for colour in preferred:
        if contrast(fill, colour) >= READABLE:
            return colour
    return max(BLACK, WHITE, key=lambda colour: contrast(fill, colour))


def legible(colour: str, ground: str, ink: str) -> str:
    """The colour, so much nearer to the ink that words in it can be read on the ground."""
    return next(
        (shade for part in range(10) if contrast(shade := mix(colour, ink, part / 10), ground) >= READABLE), ink
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
