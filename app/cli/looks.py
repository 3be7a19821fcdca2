"""`byleave tenant set`, `tenant limits` and `text`: how the hosted pages look, speak and guard."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.opening import AsJson, in_house, show
from app.cli.reach import Slug, ask, table, tenant_of
from app.cli.tenants import Name, tenant, tenant_shown
from app.runtime.spans import span
from app.runtime.words import ENGLISH, SOURCE_LANGUAGE
from app.wiring import House
from domain.blueprint.durations import write_duration
from domain.kernel.errors import invalid
from domain.limits.now import LimitsNow, limits_now
from domain.tenants.change import ChangeTenant, change_tenant
from domain.tenants.own_texts import ChangeTexts, change_texts, is_missing, languages, own_texts
from domain.tenants.records import Branding, Font, PageGround, Registration, Tenant

text = typer.Typer(help="Texts: what the hosted pages say in your words.", no_args_is_help=True)
Language = Annotated[str, typer.Option("--language", "-l", help="A tag such as de or fr.")]
Logo = Annotated[Path | None, typer.Option(help="An SVG or PNG file.", exists=True, dir_okay=False)]


@tenant.command("set")
@in_house
def set_(
    house: House,
    slug: Name,
    *,
    label: Annotated[str | None, typer.Option(help="Shown to people.")] = None,
    locale: Annotated[str | None, typer.Option(help="Its own language.")] = None,
    registration: Annotated[Registration | None, typer.Option(help="Who may register.")] = None,
    password_least: Annotated[int | None, typer.Option(help="Fewest characters.")] = None,
    accent: Annotated[str | None, typer.Option(help="#rrggbb; `ours` is our own.")] = None,
    corner: Annotated[int | None, typer.Option(help="0, 8 or 12.")] = None,
    font: Annotated[Font | None, typer.Option(help="Letters of the pages.")] = None,
    ground: Annotated[PageGround | None, typer.Option(help="What cards lie on.")] = None,
    mark: Annotated[bool | None, typer.Option(help="The small mark at the foot.")] = None,
    familiar: Annotated[bool | None, typer.Option(help="Whether German says du.")] = None,
    logo: Logo = None,
    logo_dark: Logo = None,
    as_json: AsJson = False,
) -> None:
    """Change how a tenant signs people in and how its pages look; the rest stays."""
    said = {
        "corner": corner, "font": font, "ground": ground, "mark": mark, "familiar": familiar
    }  # fmt: skip
    look: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    look |= {} if accent is None else {"accent": None if accent == "ours" else accent}
    look |= _pictures("logo", logo) | _pictures("logo_dark", logo_dark)
    rules = {"registration": registration, "password_least": password_least}
    changed: dict[str, Any] = {name: value for name, value in rules.items() if value is not None}
    before = tenant_of(house, slug)
    wanted = ChangeTenant(
        before.version,
        label=label,
        locale=locale,
        branding=replace(before.branding, **look),
        policy=replace(before.policy, **changed),
    )
    after: Tenant = ask(house, slug, change_tenant, wanted)
    told = {**tenant_shown(after, house.settings.base_url), **_look(after.branding)}
    show(told, as_json=as_json, lines=lambda: (f"{k}: {v}" for k, v in told.items()))


@tenant.command("limits")
@in_house
def limits(house: House, slug: Name, *, as_json: AsJson = False) -> None:
    """Show what the limits of sign-ins do now: how many wait, never who."""
    now: LimitsNow = ask(house, slug, limits_now)
    show(_limits(now), as_json=as_json, lines=lambda: _limit_lines(now))


@text.command("list")
@in_house
def list_(
    house: House,
    *,
    tenant: Slug,
    language: Language = SOURCE_LANGUAGE,
    changed: Annotated[bool, typer.Option("--changed", help="Only your own.")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="Only without words.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the sentences of the hosted pages in one language."""
    own = ask(house, tenant, own_texts).get(language, {})
    told = [
        {
            "source": each.source,
            "shipped": each.shipped.get(language),
            "text": own.get(each.source),
            "pages": list(each.pages),
            "locked": each.lock and each.lock.value,
        }
        for each in house.sentences.all().values()
        if (not changed or each.source in own)
        and (not missing or is_missing(house.sentences, each, language, own))
    ]
    rows = ((str(e["text"] or e["shipped"] or "—"), str(e["source"])) for e in told)
    show(told, as_json=as_json, lines=lambda: table(rows, "TEXT", "SENTENCE"))


@text.command("languages")
@in_house
def languages_(house: House, *, tenant: Slug, as_json: AsJson = False) -> None:
    """List the languages of the hosted pages and what is missing in them."""
    found = ask(house, tenant, languages, sentences=house.sentences)
    told = [
        {"language": e.tag, "shipped": e.ours, "own": e.own, "missing": e.missing} for e in found
    ]
    rows = ((e.tag, str(e.own), str(e.missing)) for e in found)
    show(told, as_json=as_json, lines=lambda: table(rows, "LANGUAGE", "OWN", "MISSING"))


@text.command("set")
@in_house
def set_text(
    house: House,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="In English, as listed.")],
    words: Annotated[str, typer.Argument(metavar="TEXT", help="What to say instead.")],
    *,
    tenant: Slug,
    language: Language = SOURCE_LANGUAGE,
    as_json: AsJson = False,
) -> None:
    """Say a sentence of the hosted pages in your own words."""
    request = ChangeTexts(language, {sentence: words})
    done = ask(house, tenant, change_texts, request, sentences=house.sentences)
    _said(done, language, as_json=as_json)


@text.command("remove")
@in_house
def remove(
    house: House,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="In English, as listed.")],
    *,
    tenant: Slug,
    language: Language = SOURCE_LANGUAGE,
    as_json: AsJson = False,
) -> None:
    """Say our own sentence again."""
    request = ChangeTexts(language, {sentence: None})
    done = ask(house, tenant, change_texts, request, sentences=house.sentences)
    _said(done, language, as_json=as_json)


def _said(done: int, language: str, *, as_json: bool) -> None:
    line = f"{done} sentence{'' if done == 1 else 's'} changed in {language}."
    show({"language": language, "changed": done}, as_json=as_json, lines=lambda: iter([line]))


def _pictures(name: str, path: Path | None) -> dict[str, str | None]:
    """Return a file as the kind of picture it is; it takes the place of the other kind."""
    if path is None:
        return {}
    if path.suffix.lower() == ".png":
        return {
            f"{name}_png": base64.b64encode(path.read_bytes()).decode(),
            f"{name}_svg": None,
        }
    try:
        return {f"{name}_svg": path.read_text("utf-8"), f"{name}_png": None}
    except UnicodeDecodeError:
        raise invalid(f"--{name.replace('_', '-')}", "this is no SVG and no PNG.") from None


def _look(branding: Branding) -> dict[str, object]:
    pictures = {
        name: bool(getattr(branding, f"{name}_svg") or getattr(branding, f"{name}_png"))
        for name in ("logo", "logo_dark")
    }
    return {
        "accent": branding.accent,
        "corner": branding.corner,
        "font": branding.font.value,
        "ground": branding.ground.value,
        "mark": branding.mark,
        "familiar": branding.familiar,
        **pictures,
    }


def _limits(now: LimitsNow) -> dict[str, object]:
    until = now.tightened_until
    return {
        "rules": [
            {
                "name": rule.name,
                "allowed_now": rule.allowed,
                "window": write_duration(rule.limit.window),
                "closed_now": rule.closed,
            }
            for rule in now.rules
        ],
        "more": now.more,
        "tightened_until": until.isoformat() if until else None,
        "failed_today": now.failed_today,
        "alarm_per_hour": now.alarm,
        "times": now.times,
    }


def _limit_lines(now: LimitsNow) -> Iterator[str]:
    yield from table(
        ((r.name, str(r.allowed), span(ENGLISH, r.limit.window), str(r.closed)) for r in now.rules),
        "RULE",
        "FAILURES",
        "WITHIN",
        "WAITING",
    )
    if now.times > 1:
        yield f"A sandbox tenant: {now.times} times as many failures pass as in any other."
    if now.tightened_until is not None:
        yield f"Tightened until {now.tightened_until:%H:%M} UTC."
    failed = ENGLISH.count("{n} failed try", "{n} failed tries", now.failed_today)
    yield f"{failed} today; {now.alarm} within an hour tighten the numbers."
