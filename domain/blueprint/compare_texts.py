"""What differs of what a tenant says in its own words."""

from __future__ import annotations

from collections.abc import Mapping

from domain.blueprint.form import LanguageForm, TenantForm
from domain.blueprint.found import FoundTenant
from domain.blueprint.nodes import at_line
from domain.blueprint.steps import Act, Change, Step, inside
from domain.kernel.authorize import authorize
from domain.kernel.errors import because
from domain.tenants.own_texts import check_texts, write_texts
from domain.tenants.store import TextWork
from domain.tenants.texts import Sentences


def compare_texts(
    form: TenantForm, found: FoundTenant | None, sentences: Sentences
) -> tuple[Step, ...]:
    """Return a step for each language in which something differs.

    Refuses:
        invalid_file: a text may not stand in place of its sentence.
    """
    steps = []
    for each in form.texts:
        standing = found.texts if found else {}
        with at_line(each.line, because("texts in {tag}", tag=each.tag[:40])):
            check_texts(sentences, standing, each.tag, each.texts)
        now = standing.get(each.tag, {})
        differing = {s: text for s, text in each.texts.items() if now.get(s) != text}
        if differing:
            steps.append(_step(form.slug, each, differing))
    return tuple(steps)


def _step(slug: str, form: LanguageForm, differing: Mapping[str, str | None]) -> Step:
    count = len(differing)
    said = because("1 sentence in own words or ours again")
    if count > 1:
        said = because("{n} sentences in own words or ours again", n=count)
    change = Change(Act.CHANGE, "texts", slug, form.tag, (said,))
    return Step(change, inside(slug, lambda desk, _: _write(desk, form.tag, differing)))


def _write(work: TextWork, tag: str, texts: Mapping[str, str | None]) -> None:
    authorize(work, "tenants.change")
    write_texts(work, tag, texts)
