"""What the limits of sign-ins do at this moment: numbers, never a network or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.console.parts.badges import plain_badge
from app.console.parts.elements import Tag
from app.console.parts.small import Moment, notice
from app.console.parts.surfaces import Facts, card
from app.runtime.spans import span
from app.runtime.words import later

if TYPE_CHECKING:
    from app.console.context import PageContext
    from domain.limits.now import LimitsNow, RuleNow

_RULES: Final = {
    "source": (
        later("By network"),
        later("Counted for a /24 or a /64, kept as a keyed digest."),
    ),
    "subject": (
        later("By what was typed"),
        later("Counted whether or not it is anybody's; a success forgets it."),
    ),
}


def draw_limits(context: PageContext, now: LimitsNow) -> None:
    """Draw each rule with what it does now."""
    words = context.words
    whole = card(words("Limits"), note=words("as they are now"), testid="sign-in.limits")
    with whole.body, Tag("div", "", "bl-col"):
        if now.tightened_until is not None:
            with notice(
                words("Many tries fail here. The stricter numbers hold; nobody is shut out by it."),
                "care",
                words("Tightened."),
            ):
                Moment(now.tightened_until)
        if now.times > 1:
            notice(
                words(
                    "A sandbox tenant lets {n} times as many tries fail as any other, because "
                    "tests fail on purpose. Do not measure by it what people will meet.",
                    n=now.times,
                ),
                "note",
                words("Wider than elsewhere."),
            ).set(data_testid="sign-in.limits.wide")
        with Tag("div", "", "bl-limits"):
            for rule in now.rules:
                _rule(context, rule, more=now.more)
        Tag(
            "p",
            words.count(
                "{n} try failed today. More than {alarm} in an hour tighten the numbers.",
                "{n} tries failed today. More than {alarm} in an hour tighten the numbers.",
                now.failed_today,
                alarm=now.alarm,
            ),
            "bl-s bl-sub",
        )


def _rule(context: PageContext, rule: RuleNow, *, more: bool) -> None:
    words = context.words
    name, meaning = _RULES[rule.name]
    with Tag("section", "", "bl-col", data_testid=f"sign-in.limit.{rule.name}"):
        with Tag("div", "", "bl-row"):
            Tag("h3", words(name))
            if rule.closed:
                said = words.count("{n} waits", "{n} wait", rule.closed)
                plain_badge(said + (" +" if more else ""), "hourglass", "care")
            else:
                plain_badge(words("all open"), "circle-check", "good bare")
        Tag("p", words(meaning), "bl-s bl-sub")
        facts = Facts()
        tries = words.count("{n} failure", "{n} failures", rule.allowed)
        facts.add(words("Closes after"), tries)
        facts.add(words("Within"), span(words, rule.limit.window))
        first, last = span(words, rule.limit.delay), span(words, rule.limit.longest)
        facts.add(words("For"), first if first == last else f"{first} … {last}")
