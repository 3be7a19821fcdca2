// Byleave's table: native table, native ticks and buttons. One stable component, so that focus survives every
// server update (NiceGUI builds a new component for each slot template at each render and drops the focused node).
// On a phone each row is a card (parts.css): the first column and the first state on its line, the rest named below.
// What is ticked lives here and is told to the server. Keys: j k walk, x ticks, Shift x a range, . the acts, [ ] turn.
const icon = (n) => `${window.Byleave.icons}#${n}`;
export default {
  template: `
  <div class="bl-scroll" data-keys="table" tabindex="0" role="group" :aria-label="label">
  <table class="bl-table" role="table" :aria-label="label" :aria-busy="busy ? 'true' : 'false'">
    <thead role="rowgroup"><tr role="row">
      <th v-if="selectable" role="columnheader" class="tick" :data-label="words.all"><input type="checkbox" :checked="all" :indeterminate.prop="some" @change="tickAll($event.target.checked)" :aria-label="words.all"></th>
      <th v-for="c in columns" :key="c.name" scope="col" role="columnheader" :class="{num: c.align==='end'}" :aria-sort="c.sortable ? (sort===c.name ? (descending ? 'descending' : 'ascending') : 'none') : null">
        <button v-if="c.sortable" type="button" class="bl-sort" @click="$emit('sort', c.name)">{{c.label}}<svg v-if="sort===c.name" class="bl-i" aria-hidden="true"><use :href="icon(descending ? 'arrow-down' : 'arrow-up')"/></svg></button>
        <span v-else :class="{'bl-sr': c.quiet}">{{c.label}}</span></th>
      <th v-if="menus" role="columnheader" class="dots"><span class="bl-sr">{{words.acts}}</span></th>
    </tr></thead>
    <tbody v-if="waiting && !rows.length"><tr v-for="n in 8" :key="n" aria-hidden="true"><td v-for="m in width" :key="m"><div class="bl-skel"></div></td></tr></tbody>
    <tbody v-else ref="body" role="rowgroup"><tr v-for="r in rows" :key="r.id" role="row" :data-id="r.id" tabindex="-1" :class="{sel: selectable && own.includes(r.id)}" :data-testid="name + '.row.' + r.id">
      <td v-if="selectable" role="cell" class="tick"><input type="checkbox" :checked="own.includes(r.id)" @click="click(r.id, $event)" :aria-label="words.one + ' ' + said(r)"></td>
      <td v-for="c in columns" :key="c.name" role="cell" :class="{num: c.align==='end', lead: c.name===columns[0].name, mark: c.name===mark, none: r[c.name]==='' || r[c.name]==null}" :data-label="c.quiet ? null : c.label">
        <a v-if="c.kind==='id'" class="bl-mono" :href="r.href">{{r[c.name]}}</a>
        <a v-else-if="c.kind==='link'" dir="auto" :href="r.href">{{r[c.name]}}</a>
        <span v-else-if="c.kind==='badge' && r[c.name]" :class="'bl-badge ' + r[c.name][0]"><svg class="bl-i" aria-hidden="true"><use :href="icon(r[c.name][1])"/></svg>{{r[c.name][2]}}</span>
        <time v-else-if="c.kind==='time' && r[c.name]" :datetime="r[c.name]" :data-tip="absolute(r[c.name])"><span aria-hidden="true">{{relative(r[c.name])}}</span><span class="bl-sr">{{absolute(r[c.name])}}</span></time>
        <span v-else-if="c.kind==='day' && Array.isArray(r[c.name])">{{r[c.name][1]}} <time :datetime="r[c.name][0]">{{day(r[c.name][0])}}</time></span>
        <time v-else-if="c.kind==='day' && r[c.name]" :datetime="r[c.name]">{{day(r[c.name])}}</time>
        <a v-else-if="c.kind==='mono' && Array.isArray(r[c.name])" class="bl-mono bl-plain" :href="r[c.name][1]">{{r[c.name][0]}}</a>
        <span v-else-if="c.kind==='mono' && r[c.name]" class="bl-mono">{{r[c.name]}}</span>
        <a v-else-if="c.kind==='who' && r[c.name][1]" dir="auto" class="bl-plain" :class="{'bl-mono': r[c.name][2]}" :href="r[c.name][1]">{{r[c.name][0]}}</a>
        <span v-else-if="c.kind==='who'" dir="auto" :class="{'bl-mono': r[c.name][2]}">{{r[c.name][0]}}</span>
        <svg v-else-if="c.kind==='spark' && r[c.name]" class="bl-spark" role="img" :aria-label="r[c.name][1]" :width="6 * r[c.name][0].length" height="20"><title>{{r[c.name][1]}}</title><rect v-for="(v, n) in r[c.name][0]" :key="n" :x="6 * n" :y="20 - v" width="4" :height="v" rx="1" :class="{at: n === r[c.name][0].length - 1}"/></svg>
        <button v-else-if="c.kind==='act' && r[c.name]" type="button" class="bl-btn mini" @click="$emit('act', r.id)" :aria-label="r[c.name] + ' ' + r.id">{{r[c.name]}}</button>
        <bdi v-else>{{ r[c.name] === '' || r[c.name] == null ? '—' : r[c.name] }}</bdi>
      </td>
      <td v-if="menus" role="cell" class="dots"><button v-if="r.acts && r.acts.length" type="button" class="bl-btn ghost mini sq" aria-haspopup="true" :aria-label="words.acts + ' ' + said(r)" @click="offer(r, $event.currentTarget)" :data-testid="name + '.acts.' + r.id"><svg class="bl-i" aria-hidden="true"><use :href="icon('ellipsis')"/></svg></button></td>
      </tr></tbody></table>
  <div popover ref="panel" class="bl-pop" role="group" :aria-label="words.acts" @keydown="walk">
    <button v-for="k in offered" :key="k" type="button" class="bl-item" :class="acts[k].look" @click="take(k)" :data-testid="name + '.act.' + k"><svg class="bl-i" aria-hidden="true"><use :href="icon(acts[k].sign)"/></svg>{{acts[k].label}}</button></div></div>`,
  props: { name: String, columns: Array, rows: Array, sort: String, descending: Boolean, label: String, words: Object, acts: Object, selectable: Boolean, busy: Boolean },
  data() { return { minute: 0, own: [], last: null, waiting: false, offered: [], chosen: null }; },
  mounted() {
    this.timer = setInterval(() => { this.minute += 1; }, 30000);
    document.addEventListener("keydown", this.key);
    this.wait(this.busy);
  },
  unmounted() { clearInterval(this.timer); clearTimeout(this.patience); document.removeEventListener("keydown", this.key); },
  watch: {
    busy(now) { this.wait(now); },
    rows() { // a row that is gone hands its focus to the one that took its place
      const at = this.lines().indexOf(document.activeElement?.closest?.("tr"));
      if (at >= 0) this.$nextTick(() => { if (document.activeElement === document.body) this.reach(Math.min(at, this.rows.length - 1)); });
    },
  },
  computed: {
    all() { return this.rows.length > 0 && this.rows.every((r) => this.own.includes(r.id)); },
    some() { return !this.all && this.rows.some((r) => this.own.includes(r.id)); },
    menus() { return Object.keys(this.acts || {}).length > 0; },
    mark() { return this.columns.find((c) => c.kind === "badge")?.name; },
    width() { return this.columns.length + (this.selectable ? 1 : 0) + (this.menus ? 1 : 0); },
  },
  methods: {
    icon,
    relative(iso) { return this.minute >= 0 ? window.Byleave.relative(iso) : ""; },
    absolute: (iso) => window.Byleave.absolute(iso),
    day: (iso) => window.Byleave.day(iso),
    said(row) { return row[this.columns[0].name] || row.id; },
    wait(busy) {
      clearTimeout(this.patience);
      this.waiting = false;
      if (busy) this.patience = setTimeout(() => { this.waiting = true; }, 300);
    },
    // ticks
    put(ids) {
      this.own = ids; this.last = null;
      window.Byleave.settle(document.activeElement);
    },
    tell(ids) { this.own = ids; this.$emit("ticks", ids); },
    tickAll(on) {
      const here = this.rows.map((r) => r.id), others = this.own.filter((id) => !here.includes(id));
      this.tell(on ? [...others, ...here] : others);
    },
    click(id, event) { this.tick(id, event.shiftKey); },
    tick(id, range) {
      const order = this.rows.map((r) => r.id), on = !this.own.includes(id), from = order.indexOf(this.last), to = order.indexOf(id);
      const meant = range && from >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
      const rest = this.own.filter((each) => !meant.includes(each));
      this.last = id;
      this.tell(on || range ? [...rest, ...meant] : rest);
    },
    // acts of a row
    offer(row, button) {
      this.chosen = row.id; this.offered = row.acts; this.opener = button;
      this.$nextTick(() => {
        this.$refs.panel.showPopover();
        window.Byleave.place(this.$refs.panel, button);
        this.$refs.panel.querySelector("button")?.focus();
      });
    },
    take(key) { this.$refs.panel.hidePopover(); this.opener?.focus(); this.$emit("take", key, this.chosen); },
    walk(event) { window.Byleave.walk(this.$refs.panel, event); },
    // keys
    lines() { return [...(this.$refs.body?.rows ?? [])]; },
    reach(index) {
      const line = this.lines()[index];
      (line?.querySelector("a[href]") ?? line)?.focus();
    },
    mine() {
      const inside = document.activeElement?.closest?.("[data-keys=table]");
      return (inside ?? document.querySelector("[data-keys=table]")) === this.$el;
    },
    key(event) {
      if (!window.Byleave.isLetter(event) || !this.mine() || !this.$el.offsetParent) return;
      const line = document.activeElement?.closest?.("tr[data-id]"), at = this.lines().indexOf(line);
      const press = {
        j: () => this.reach(Math.min(at + 1, this.rows.length - 1)),
        k: () => this.reach(Math.max(at - 1, 0)),
        x: () => this.selectable && line && this.tick(line.dataset.id, false),
        X: () => this.selectable && line && this.tick(line.dataset.id, true),
        ".": () => line?.querySelector(".dots button")?.click(),
        "[": () => this.$emit("turn", -1),
        "]": () => this.$emit("turn", 1),
        Enter: () => (event.target === line ? line.querySelector("a[href]")?.click() : false),
      }[event.key];
      if (press && press() !== false) event.preventDefault();
    },
  },
};
