// One field over screens, acts and objects: a combobox whose options are walked by arrows while the focus stays in it.
// What ends something is never done from here: its entry leads to the page that says what will stop.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const MOST = 7, WAIT = 140;
export default {
  template: `<div class="bl-finder"><button type="button" class="bl-find" :aria-label="words.find" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" data-testid="palette.open" @click="show"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#search'"/></svg><span>{{words.find}}</span><kbd class="bl-kbd" aria-hidden="true">{{command}} K</kbd></button>
  <dialog ref="dialog" class="bl-palette" :aria-label="words.find" data-testid="palette" @click.self="close" @close="shut">
    <div class="q"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#search'"/></svg><input ref="field" type="text" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="bl-found" :aria-activedescendant="lines.length ? 'bl-found-' + at : null" :aria-label="words.find" :placeholder="words.find" :value="typed" @input="type($event.target.value)" @keydown="key" autocomplete="off" autocapitalize="off" spellcheck="false" data-testid="palette.field"><button type="button" class="bl-kbd" @click="close">esc</button></div>
    <div ref="list" id="bl-found" role="listbox" :aria-label="words.find" class="found">
      <div v-for="g in groups" :key="g.kind" role="group" :aria-labelledby="'bl-found-' + g.kind"><div class="grp" :id="'bl-found-' + g.kind">{{words[g.kind]}}</div>
        <div v-for="l in g.lines" :key="l.n" role="option" :id="'bl-found-' + l.n" :aria-selected="String(l.n===at)" @click="choose(l, $event)" @pointermove="at = l.n"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#' + l.sign"/></svg><span class="nm" dir="auto"><template v-for="(p, i) in l.parts" :key="i"><mark v-if="i===1">{{p}}</mark><template v-else>{{p}}</template></template></span><span v-if="l.note && l.kind!=='seek'" class="note" dir="auto">{{l.note}}</span><span class="end"><span v-if="l.kind==='seek'">{{l.note}}</span><kbd v-for="k in l.keys" :key="k" class="bl-kbd">{{k}}</kbd><kbd v-if="l.n===at && !l.keys.length && l.kind!=='seek'" class="bl-kbd" aria-hidden="true">↵</kbd></span></div></div></div>
    <p v-if="!lines.length" class="none">{{words.none}}</p><span class="bl-sr" role="status">{{lines.length ? '' : words.none}}</span>
    <div class="ft" aria-hidden="true"><span><kbd class="bl-kbd">↑</kbd> <kbd class="bl-kbd">↓</kbd> {{words.choose}}</span><span><kbd class="bl-kbd">↵</kbd> {{words.open}}</span><span><kbd class="bl-kbd">{{command}} ↵</kbd> {{words.tab}}</span><span class="bl-grow"></span><span><kbd class="bl-kbd">?</kbd> {{words.keys}}</span></div></dialog></div>`,
  props: { places: Array, exact: Boolean, words: Object },
  data() { return { icons: window.Byleave.icons, command: window.Byleave.command || this.words.ctrl, typed: "", at: 0, found: [], foundFor: "" }; },
  mounted() { document.addEventListener("keydown", this.global); },
  unmounted() { document.removeEventListener("keydown", this.global); clearTimeout(this.timer); },
  computed: {
    wanted() { return plain(this.typed.trim()); },
    fitting() {
      const mine = this.places.filter((p) => this.fits(p)), theirs = this.foundFor === this.typed.trim() ? this.found : [];
      if (this.wanted) mine.sort((a, b) => this.rank(a) - this.rank(b));
      return [...theirs, ...mine];
    },
    groups() {
      const made = ["go", "do"].map((kind) => ({ kind, lines: this.fitting.filter((p) => p.kind === kind).slice(0, this.wanted ? MOST : 40) }));
      if (this.exact && this.wanted.length > 1) {
        made.push({ kind: "seek", lines: [{ kind: "seek", name: this.words.exact.replace("{typed}", () => this.typed.trim()), note: this.words.sealed, sign: "lock", keys: [] }] });
      }
      let n = 0;
      for (const group of made) group.lines = group.lines.map((l) => ({ ...l, n: n++, parts: l.kind === "seek" ? [l.name] : this.split(l.name) }));
      return made.filter((g) => g.lines.length);
    },
    lines() { return this.groups.flatMap((g) => g.lines); },
  },
  methods: {
    fits(place) {
      const text = plain(`${place.name} ${place.note} ${place.also}`);
      return this.wanted.split(/\s+/).every((word) => text.includes(word));
    },
    rank(place) { const at = plain(place.name).indexOf(this.wanted); return at < 0 ? 99 : at; },
    split(name) {
      const at = this.wanted ? plain(name).indexOf(this.wanted) : -1;
      return at < 0 ? [name] : [name.slice(0, at), name.slice(at, at + this.wanted.length), name.slice(at + this.wanted.length)];
    },
    show() {
      const dialog = this.$refs.dialog;
      if (dialog.open) return;
      Object.assign(this, { typed: "", at: 0, found: [], foundFor: "", opener: document.activeElement });
      dialog.showModal();
      this.$refs.list.scrollTop = 0;
      this.$refs.field.focus();
    },
    close() { this.$refs.dialog.close(); },
    shut() { clearTimeout(this.timer); this.typed = ""; window.Byleave.settle(this.opener); },
    type(text) {
      this.typed = text; this.at = 0;
      clearTimeout(this.timer);
      if (text.trim().length > 1 && !text.includes("@")) this.timer = setTimeout(() => this.$emit("ask", text), WAIT);
    },
    put(text, found) { // whoever has begun to walk stays on their line while others come in above it
      if (text.trim() !== this.typed.trim()) return; // what was typed since has an answer of its own
      const held = this.at ? this.lines[this.at] : null;
      Object.assign(this, { foundFor: text.trim(), found });
      if (held) this.move(this.lines.findIndex((l) => l.name === held.name && l.href === held.href));
    },
    key(event) {
      const last = this.lines.length - 1, line = this.lines[this.at];
      const press = {
        ArrowDown: () => this.move(this.at >= last ? 0 : this.at + 1),
        ArrowUp: () => this.move(this.at <= 0 ? last : this.at - 1),
        Enter: () => line && this.choose(line, event),
      }[event.key];
      if (!press) return;
      press();
      event.preventDefault();
    },
    move(n) {
      this.at = Math.max(0, n);
      this.$nextTick(() => document.getElementById(`bl-found-${this.at}`)?.scrollIntoView({ block: "nearest" }));
    },
    choose(line, event) {
      const typed = this.typed.trim(), apart = event.ctrlKey || event.metaKey;
      this.close();
      if (line.kind === "seek") this.$emit("exact", typed);
      else if (line.like) window.Byleave.prefer(...line.like.split(":"));
      else if (apart) window.open(line.href, "_blank", "noopener");
      else if (line.whole) location.assign(line.href);
      else window.Byleave.go(line.href);
    },
    global(event) {
      const called = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
      if (called ? !document.querySelector("dialog[open]") : event.key === "/" && window.Byleave.isLetter(event)) {
        event.preventDefault(); this.show();
      } else if (called) event.preventDefault();
    },
  },
};
