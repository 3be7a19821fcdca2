"""A page and its frame become bytes.

One environment, built once; a template is compiled when it is first asked for. What is missing
in a page is an error, never an empty place, and whatever a tenant or a client wrote is escaped.
"""

from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.hosted.assets import href
from app.hosted.frame import Frame, Stay
from app.hosted.mould import moulded
from app.hosted.pages.parts import Page
from app.hosted.phrases import Phrases, bold, initial, link, mono, own
from app.hosted.words import words

TEMPLATES: Final = Path(__file__).parent / "templates"


def render(page: Page, *, frame: Frame, stay: Stay) -> bytes:
    """Turn a page into HTML.

    Args:
        page: One of ``app.hosted.pages``.
        frame: The tenant's face in a language.
        stay: What of the frame belongs to this visit.

    Returns:
        A whole document in UTF-8.
    """
    return moulded(page, frame, stay, write) or write(page, frame.during(stay)).encode()


def write(page: Page, frame: Frame) -> str:
    """Write a whole page.

    Args:
        page: One of ``app.hosted.pages``.
        frame: The tenant's face, the language, the form token.
    """
    phrases = Phrases(words(frame.locale, frame.own, familiar=frame.familiar), frame.zone)
    template = environment().get_template(page.template)
    return template.render(page=page, frame=frame, say=phrases, _=phrases.text, count=phrases.count)


@cache
def environment() -> Environment:
    """Return the one environment of the hosted pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters["own"] = own
    made.globals.update(asset=href, bold=bold, initial=initial, link=link, mono=mono)
    return made
