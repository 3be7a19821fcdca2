"""How colours are measured and moved: contrast, and the OKLab space.

Pure. A colour is ``#rrggbb``, lower case.

Source: WCAG 2.2 "contrast ratio" and "relative luminance"; IEC 61966-2-1 (sRGB);
OKLab by Björn Ottosson.
"""

from typing import Final

Triple = tuple[float, float, float]

_LINEAR_BELOW: Final = 0.04045  # sRGB has a straight piece near black
_GAMMA_BELOW: Final = 0.0031308
_SLACK: Final = 0.0005  # less than half a step of eight bits
_GREY: Final = 1e-6  # chroma below this cannot be seen or written


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _rgb(colour: str) -> Triple:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return (
        channel / 12.92 if channel <= _LINEAR_BELOW else float(((channel + 0.055) / 1.055) ** 2.4)
    )


def _gamma(channel: float) -> float:
    return (
        12.92 * channel if channel <= _GAMMA_BELOW else float(1.055 * channel ** (1 / 2.4) - 0.055)
    )


def to_lab(colour: str) -> Triple:
    """Return lightness 0 to 1 and the two chroma axes of a colour."""
    red, green, blue = _rgb(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_lab(lab: Triple) -> str:
    """Turn OKLab into a colour a screen has, giving up chroma rather than lightness."""
    lightness, a, b = lab
    channels = _screen(lab)
    while _outside(channels) and abs(a) + abs(b) > _GREY:
        a, b = a * 0.9, b * 0.9
        channels = _screen((lightness, a, b))
    return "#" + "".join(f"{_byte(each):02x}" for each in channels)


def _outside(channels: Triple) -> bool:
    return not all(-_SLACK <= each <= 1 + _SLACK for each in channels)


def _byte(channel: float) -> int:
    return round(255 * min(1.0, max(0.0, _gamma(min(1.0, max(0.0, channel))))))


def _screen(lab: Triple) -> Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
