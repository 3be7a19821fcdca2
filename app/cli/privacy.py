"""`byleave privacy-audit`: plant what people type, search every place for it, sign the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.codes import REFUSED, UNFIT, WRONG_USE
from app.cli.opening import (
    AsJson,
    Config,
    DatabaseUrl,
    DataDir,
    answered,
    fail,
    settings_of,
    show,
)
from app.cli.reach import CLI, FOUND, above, an_id, is_set_up, table
from app.operations.reached import as_reached
from app.settings import Settings
from app.wiring import open_house
from domain.kernel.ids import show as show_id
from domain.operators.first import has_operator
from domain.operators.privacy import last_scans, scan_of, signed_by_us
from domain.operators.privacy_scans import PREFIX, PrivacyScan
from persistence.faults import Unfit
from persistence.migrations import State, schema_state


def privacy_audit(
    *,
    live: Annotated[
        bool,
        typer.Option("--live", help="Search the present installation, by a tenant of its own."),
    ] = False,
    also: Annotated[
        list[Path] | None,
        typer.Option(help="A further file or folder to search, such as logs; may be repeated."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the signed report here.")] = None,
    verify: Annotated[
        Path | None, typer.Option(help="Verify a signed report instead of making one.")
    ] = None,
    data_map: Annotated[
        bool, typer.Option("--map", help="Print the data map instead: every column there is.")
    ] = False,
    last: Annotated[
        bool, typer.Option("--last", help="List the newest audits instead of making one.")
    ] = False,
    resume: Annotated[str | None, typer.Option("--continue", hidden=True)] = None,
    config: Config = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Prove that nothing a person types is left anywhere; ends with code 4 if something was."""
    if data_map:
        _show_map(as_json=as_json)
        return
    with answered():
        settings = settings_of(config=config, data_dir=data_dir, database_url=database_url)
        if last:
            _show_last(settings, as_json=as_json)
            return
        if verify is not None:
            _verify(settings, verify, as_json=as_json)
            return
        signed = _made(settings, live=live, also=tuple(also or ()), resume=resume, quiet=as_json)
        if out is not None:
            out.write_text(json.dumps(signed, indent=2, ensure_ascii=False) + "\n", "utf-8")
        _show(signed, as_json=as_json)
        if not signed["report"]["holds"]:
            raise typer.Exit(FOUND)


def _made(
    settings: Settings, *, live: bool, also: tuple[Path, ...], resume: str | None, quiet: bool
) -> dict[str, Any]:
    """Make an audit; kept and signed where there is an installation."""
    from app.operations.privacy_audit.keeping import NOT_MADE, enter, kept_audit
    from app.operations.privacy_audit.run import Plan, audit

    def tell(sentence: str) -> None:
        if not quiet:
            typer.echo(sentence, err=True)

    try:
        if not _installed(settings):
            if live:
                fail("There is no installation here yet: leave --live out.", WRONG_USE)
            plan = Plan(settings, also=also)
            return {"report": audit(plan, tell).told(), "jws": ""}
        house = as_reached(open_house(settings))
        plan = Plan(house.settings, live=live, also=also)
        try:
            if live and not above(house, has_operator):
                fail("Set the installation up first: it has no operator yet.", WRONG_USE)
            if resume is None:
                scan = enter(house.call, live=live, actor=CLI)
            else:
                wanted = an_id(PREFIX, resume, "--continue")
                scan = above(house, scan_of, wanted)
            ended = kept_audit(house.call, plan, scan, tell)
        finally:
            house.close()
    except NOT_MADE as fault:
        fail(str(fault), UNFIT)
    return {"report": dict(ended.report or {}), "jws": ended.jws}


def _installed(settings: Settings) -> bool:
    """Tell whether there is an installation that can keep and sign a report."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        return False
    if schema_state(settings.database_url) is not State.CURRENT:
        return False
    try:
        house = open_house(settings)
    except Unfit:
        return False
    try:
        return is_set_up(house)
    finally:
        house.close()


def _verify(settings: Settings, file: Path, *, as_json: bool) -> None:
    """Tell whether a report is as this installation signed it."""
    try:
        signed = json.loads(file.read_text("utf-8"))
        shown = (dict(signed["report"]), str(signed["jws"]))
    except (OSError, ValueError, KeyError, TypeError):
        fail(f"{file} is no signed report of a privacy audit.", WRONG_USE)
    house = open_house(settings)
    try:
        ours = above(house, signed_by_us, shown, signer=house.signer)
    finally:
        house.close()
    said = "This report is" if ours else "This report is NOT"
    show(
        {"signed_by_us": ours, "holds": shown[0].get("holds")},
        as_json=as_json,
        lines=lambda: iter([f"{said} as this installation signed it."]),
    )
    if not ours:
        raise typer.Exit(REFUSED)


def _show(signed: dict[str, Any], *, as_json: bool) -> None:
    from app.operations.privacy_audit.report import readable

    def lines() -> Iterator[str]:
        yield from readable(signed["report"])
        yield (
            "Signed by this installation."
            if signed["jws"]
            else ("Not signed: there is no installation here whose key could sign it.")
        )

    show(signed, as_json=as_json, lines=lines)


def _show_last(settings: Settings, *, as_json: bool) -> None:
    """List the audits that were kept, newest first."""
    house = open_house(settings)
    try:
        scans: tuple[PrivacyScan, ...] = above(house, last_scans, 20)
    finally:
        house.close()
    told = [
        {
            "id": show_id(PREFIX, scan.id),
            "started_at": scan.started_at,
            "mode": scan.mode,
            "holds": scan.holds,
            "error": scan.error,
        }
        for scan in scans
    ]
    words = {True: "nothing found", False: "FOUND", None: "no result"}
    rows = [
        (show_id(PREFIX, s.id), f"{s.started_at:%Y-%m-%d %H:%M}", s.mode, words[s.holds], s.error)
        for s in scans
    ]
    show(
        told,
        as_json=as_json,
        lines=lambda: table(rows, "AUDIT", "STARTED (UTC)", "MODE", "RESULT", "ERROR"),
    )


def _show_map(*, as_json: bool) -> None:
    from app.operations.privacy_audit.map_page import data_map_told

    columns = data_map_told()

    def lines() -> Iterator[str]:
        yield from (
            f"{c['table']}.{c['column']}: {c['what']} ({c['how']}, {c['of']})" for c in columns
        )

    show(columns, as_json=as_json, lines=lines)
