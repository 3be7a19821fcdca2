"""What of a drawing is kept, and which pictures are taken."""

import base64
import struct
import zlib

import pytest

from domain.kernel.errors import INVALID_INPUT, Refusal
from domain.tenants.pictures import LARGEST_PNG, LONGEST_DRAWING, check_png, clean_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
PATH = '<path d="M0 0h32v32z" fill="#123456"/>'


def drawn(inside: str, opening: str = OPEN) -> str:
    return clean_svg(f"{opening}{inside}</svg>", name="logo")


def a_png(width=32, height=32, extra=b"") -> bytes:
    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", extra) + chunk(b"IEND", b"")


def sent(data: bytes) -> str:
    return base64.b64encode(data).decode()


class TestCleanSvg:
    def test_keeps_shapes_and_colours(self):
        kept = drawn(f"<title>Acme &amp; Co</title><g fill='red'>{PATH}</g>")
        assert kept == (
            f'{OPEN}<title>Acme &amp; Co</title><g fill="red">'
            '<path d="M0 0h32v32z" fill="#123456"></path></g></svg>'
        )

    def test_what_it_made_comes_back_as_it_is(self):
        kept = drawn(
            f'<linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>{PATH}'
        )
        assert clean_svg(kept, name="logo") == kept

    def test_keeps_a_fill_that_lies_in_the_drawing_and_a_style_as_attributes(self):
        kept = drawn('<rect fill="url(#a)" width="3" style="stroke: red; behavior: url(x)"/>')
        assert 'fill="url(#a)"' in kept
        assert 'stroke="red"' in kept
        assert "behavior" not in kept

    @pytest.mark.parametrize(
        "inside",
        [
            "<script>alert(1)</script>",
            '<a href="https://evil.example"><path d="M0"/></a>',
            '<image href="https://evil.example/x.png"/>',
            "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>1</script></body></foreignObject>",
            "<style>@import url(//evil.example)</style>",
            '<use href="https://evil.example/a.svg#b"/>',
            '<animate attributeName="href" to="javascript:alert(1)"/>',
            "<text>words</text>",
            '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        ],
    )
    def test_leaves_out_what_is_no_shape(self, inside):
        assert drawn(inside + PATH) == drawn(PATH)

    @pytest.mark.parametrize(
        "attribute",
        [
            'onload="alert(1)"',
            'fill="url(https://evil.example/a)"',
            'fill="url(//evil.example)"',
            'mask="url(data:image/svg+xml,x)"',
            'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"',
            'style="fill:url(javascript:1)"',
            'class="x"',
            r'fill="\75rl(x)"',
            """mask="image-set('http:evil.example/x.png' 1x)\"""",
            """mask="image-set('x.png' 1x)\"""",
            """fill="src('http:evil.example')\"""",
            'fill="URL(http:evil.example)"',
        ],
    )
    def test_leaves_out_what_reaches_out(self, attribute):
        assert drawn(f"<rect {attribute}/>") == drawn("<rect/>")

    def test_values_cannot_break_out(self):
        assert "<script" not in drawn("<rect fill='&quot;&gt;&lt;script&gt;'/>").lower()

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("", "can be read"),
            ("<svg", "can be read"),
            (f'<?xml version="1.0" encoding="none-such"?>{OPEN}{PATH}</svg>', "can be read"),
            (f'<?xml version="1.0" encoding="shift_jis"?>{OPEN}{PATH}</svg>', "can be read"),
            (f"{OPEN}{PATH}\ud800</svg>", "can be read"),
            ("<html/>", "no SVG"),
            (f"{OPEN}</svg>", "no shape"),
            (f"{OPEN}<text>x</text></svg>", "no shape"),
            ('<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN + PATH + "</svg>", "DOCTYPE"),
            ('<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + OPEN + PATH + "</svg>", "DOCTYPE"),
            (OPEN + "<g>" * 40 + PATH + "</g>" * 40 + "</svg>", "deep"),
            (OPEN + " " * LONGEST_DRAWING + PATH + "</svg>", "at most"),
        ],
    )
    def test_refuses_what_is_no_drawing(self, text, why):
        with pytest.raises(Refusal, match="invalid_input") as told:
            clean_svg(text, name="logo")
        assert told.value.kind is INVALID_INPUT
        assert why in told.value.sentence()


class TestCheckPng:
    def test_takes_a_png(self):
        check_png(sent(a_png()), name="logo")

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("not base64!", "base64"),
            ("ä", "base64"),
            (sent(b"GIF89a"), "no PNG"),
            (sent(b"\x89PNG\r\n\x1a\n<svg/>       "), "no PNG"),
            (sent(a_png(width=4000)), "pixels"),
            (sent(a_png(height=0)), "pixels"),
            (sent(a_png(extra=b"x" * LARGEST_PNG)), "KB"),
        ],
    )
    def test_refuses_what_is_none(self, text, why):
        with pytest.raises(Refusal, match="invalid_input") as told:
            check_png(text, name="logo")
        assert why in told.value.sentence()
