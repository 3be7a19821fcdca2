"""A tenant's own texts on both engines."""

from tests.support.clock import START
from tests.support.factories import HOUR


class TestTexts:
    def put(self, both, text, language="de", source="Sign in", at=START, **where):
        both.write(lambda work: work.texts.put(language, source, text, at), **where)

    def all(self, both, **where):
        found = both.read(lambda work: work.texts.all(), **where)
        return {language: dict(texts) for language, texts in found.items()}

    def test_come_back_by_language_and_sentence(self, both):
        self.put(both, "Hinein")
        self.put(both, "Entrer", "fr")
        self.put(both, "Weiter", source="Go on")
        assert self.all(both) == {
            "de": {"Go on": "Weiter", "Sign in": "Hinein"},
            "fr": {"Sign in": "Entrer"},
        }

    def test_the_last_one_stands(self, both):
        self.put(both, "Eins")
        self.put(both, "Zwei", at=START + HOUR)
        assert self.all(both) == {"de": {"Sign in": "Zwei"}}

    def test_are_gone_when_removed(self, both):
        self.put(both, "Hinein")
        assert both.write(lambda work: work.texts.remove("de", "Sign in")) is True
        assert both.write(lambda work: work.texts.remove("de", "Sign in")) is False
        assert self.all(both) == {}

    def test_belong_to_one_tenant(self, both):
        both.settle(slug="globex")
        self.put(both, "Hinein")
        assert self.all(both, tenant="globex") == {}

    def test_are_seen_anew_after_a_change(self, both):
        self.put(both, "Eins")
        assert self.all(both) == self.all(both) == {"de": {"Sign in": "Eins"}}
        self.put(both, "Zwei")
        assert self.all(both) == {"de": {"Sign in": "Zwei"}}
