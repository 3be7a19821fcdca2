// A tree: one tab stop, arrows walk it, right and left open and close, Home and End, first letters, Enter or Space
// chooses. The chosen node and all that falls with it carry a red edge; the server is told which one it is.
const icon = (n) => `${window.Byleave.icons}#${n}`;
const PAUSE = 700;
export default {
  template: `<ul class="bl-tree" role="tree" :aria-label="label" :data-testid="testid" @keydown="key" @focusin="reached">
    <li v-for="r in lines" :key="r.node.key" role="treeitem" :data-key="r.node.key" :aria-level="r.level" :aria-setsize="r.size" :aria-posinset="r.place" :aria-expanded="r.node.kids.length ? String(isOpen(r.node)) : null" :aria-selected="String(r.node.key===chosen)" :aria-label="said(r)" :tabindex="r.node.key===stop ? 0 : -1" :class="{on: r.node.key===chosen, in: fallen.has(r.node.key)}" :data-testid="testid + '.node.' + r.node.key">
      <i v-for="d in r.level - 1" :key="d" class="rail" aria-hidden="true"></i><div class="n" @click="choose(r.node)">
        <span class="tw" aria-hidden="true" @click.stop="turn(r.node)"><svg v-if="r.node.kids.length" class="bl-i"><use :href="icon(isOpen(r.node) ? 'chevron-down' : 'chevron-right')"/></svg></span>
        <svg class="bl-i" aria-hidden="true"><use :href="icon(r.node.sign)"/></svg>
        <span v-if="r.node.kind" class="kind">{{r.node.kind}}</span><b dir="auto" :class="{'bl-mono': r.node.mono}">{{r.node.name}}</b>
        <span v-if="r.node.badge.length" :class="'bl-badge ' + r.node.badge[0]"><svg class="bl-i" aria-hidden="true"><use :href="icon(r.node.badge[1])"/></svg>{{r.node.badge[2]}}</span>
        <span class="end"><span v-if="r.node.note" class="note" dir="auto">{{r.node.note}}</span><time v-if="r.node.at" :datetime="r.node.at" :data-tip="absolute(r.node.at)">{{relative(r.node.at)}}</time><button v-if="r.node.act" type="button" tabindex="-1" class="bl-btn mini" :class="{bad: r.node.key===chosen}" :aria-label="r.node.act + ' ' + r.node.name" @click.stop="choose(r.node, true)">{{r.node.act}}</button></span></div></li></ul>`,
  props: { label: String, nodes: Array, chosen: String, testid: String },
  data() { return { shut: {}, at: "", minute: 0, typed: "" }; },
  mounted() { this.timer = setInterval(() => { this.minute += 1; }, 30000); },
  unmounted() { clearInterval(this.timer); clearTimeout(this.pause); },
  computed: {
    lines() {
      const found = [];
      const walk = (nodes, level) => nodes.forEach((node, n) => {
        found.push({ node, level, size: nodes.length, place: n + 1 });
        if (this.isOpen(node)) walk(node.kids, level + 1);
      });
      walk(this.nodes, 1);
      return found;
    },
    every() {
      const all = new Map();
      const walk = (nodes, parent) => nodes.forEach((node) => { all.set(node.key, { node, parent }); walk(node.kids, node.key); });
      walk(this.nodes, "");
      return all;
    },
    stop() { return this.lines.some((r) => r.node.key === this.at) ? this.at : this.lines[0]?.node.key; },
    fallen() {
      const found = new Set();
      const fall = (node) => [...node.kids.map((kid) => kid.key), ...node.also].forEach((key) => {
        if (found.has(key) || !this.every.has(key)) return;
        found.add(key);
        fall(this.every.get(key).node);
      });
      if (this.every.has(this.chosen)) fall(this.every.get(this.chosen).node);
      return found;
    },
  },
  methods: {
    icon,
    relative(iso) { return this.minute >= 0 ? window.Byleave.relative(iso) : ""; },
    absolute: (iso) => window.Byleave.absolute(iso),
    said(r) { return [r.node.kind, r.node.name, r.node.badge[2], r.node.note, r.node.at && this.absolute(r.node.at)].filter(Boolean).join(", "); },
    isOpen(node) { return node.kids.length > 0 && !(this.shut[node.key] ?? !node.open); },
    turn(node, open = !this.isOpen(node)) { if (node.kids.length) this.shut = { ...this.shut, [node.key]: !open }; },
    choose(node, keep) {
      this.at = node.key;
      this.$emit("choose", node.key === this.chosen && !keep ? "" : node.key);
    },
    reached(event) { this.at = event.target.closest("[data-key]")?.dataset.key ?? this.at; },
    go(key) { this.at = key; this.$nextTick(() => this.$el.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus()); },
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button")) return;
      const n = this.lines.findIndex((r) => r.node.key === this.stop), here = this.lines[n], to = (m) => this.lines[m] && this.go(this.lines[m].node.key);
      if (!here) return;
      const press = {
        ArrowDown: () => to(n + 1),
        ArrowUp: () => to(n - 1),
        Home: () => to(0),
        End: () => to(this.lines.length - 1),
        ArrowRight: () => (this.isOpen(here.node) ? to(n + 1) : this.turn(here.node, true)),
        ArrowLeft: () => (this.isOpen(here.node) ? this.turn(here.node, false) : this.go(this.every.get(here.node.key).parent || here.node.key)),
        Enter: () => this.choose(here.node, true),
        " ": () => this.choose(here.node),
      }[event.key];
      if (press) press();
      else if (event.key.length === 1) this.seek(event.key, n);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    seek(letter, from) {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => { this.typed = ""; }, PAUSE);
      this.typed += letter.toLowerCase();
      const skip = this.typed.length > 1 ? 0 : 1;
      const order = [...this.lines.slice(from + skip), ...this.lines.slice(0, from + skip)];
      const found = order.find((r) => r.node.name.toLowerCase().startsWith(this.typed));
      if (found) this.go(found.node.key);
    },
  },
};
