// Charts of days as SVG in the tokens' colours, so that dark mode and print follow by themselves. No library: lines,
// stacked bars and a strip of heat need eighty lines. The same numbers are a table when asked for.
const HIGH = 200, TOP = 10, FOOT = 24, STRIP = 30;
const nice = (most) => {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 1) / 3)), [head] = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].filter((n) => n * step * 3 >= most && (n * step) % 1 === 0);
  return Math.max(1, (head ?? 10) * step);
};
export default {
  template: `<div class="bl-chart" ref="frame">
    <div v-if="table" class="bl-scroll" tabindex="0" role="group" :aria-label="name"><table class="bl-table"><caption class="bl-sr">{{name}}</caption>
      <thead><tr><th scope="col">{{words.day}}</th><th v-for="s in series" :key="s.name" scope="col" class="num">{{s.name}}</th></tr></thead>
      <tbody><tr v-for="(d, n) in days" :key="d"><td>{{date(d, true)}}</td><td v-for="s in series" :key="s.name" class="num">{{number(s.values[n])}}</td></tr></tbody></table></div>
    <svg v-else role="img" :aria-label="told" :width="wide" :height="high" :viewBox="'0 0 ' + wide + ' ' + high">
      <template v-if="plot==='heat'">
        <rect v-for="(v, n) in first" :key="n" :x="n * heat + .5" y="0" :width="Math.max(heat - 2, 1)" :height="STRIP" rx="2" :class="'h' + level(v)"><title>{{date(days[n], true)}}: {{number(v)}}</title></rect>
      </template>
      <template v-else>
        <g v-for="t in ticks" :key="t"><line :x1="left" :x2="wide" :y1="y(t)" :y2="y(t)" class="grid"/><text :x="left - 8" :y="y(t) + 4" text-anchor="end">{{number(t)}}</text></g>
        <template v-if="plot==='stack'"><g v-for="(d, n) in days" :key="d"><rect v-for="b in stack(n)" :key="b.name" :x="x(n) - bar / 2" :width="bar" :y="b.y" :height="b.h" :class="'fill bl-' + b.colour"/></g></template>
        <template v-else>
          <path v-if="series.length" :d="area" :class="'area bl-' + series[0].colour"/>
          <path v-for="s in [...series].reverse()" :key="s.name" :d="path(s)" :class="['line', {dash: s.dashed}, 'bl-' + s.colour]"/>
          <circle v-if="first.length" :cx="x(first.length - 1)" :cy="y(first.at(-1))" r="3.5" :class="'fill bl-' + series[0].colour"/>
        </template>
        <rect v-for="(d, n) in days" :key="'t' + d" :x="x(n) - step / 2" :y="TOP" :width="step" :height="HIGH - TOP - FOOT" class="hit"><title>{{hint(n)}}</title></rect>
      </template>
      <text v-for="m in marks" :key="m.at" :x="m.x" :y="high - 4" :text-anchor="m.anchor">{{m.text}}</text>
    </svg></div>`,
  props: { name: String, plot: String, table: Boolean, words: Object, days: Array, series: Array },
  data() { return { wide: 600, HIGH, TOP, FOOT, STRIP }; },
  mounted() {
    this.watcher = new ResizeObserver(([seen]) => { this.wide = Math.max(220, Math.floor(seen.contentRect.width)); });
    this.watcher.observe(this.$refs.frame);
  },
  unmounted() { this.watcher.disconnect(); },
  computed: {
    first() { return this.series[0]?.values ?? []; },
    high() { return this.plot === "heat" ? STRIP + FOOT : HIGH; },
    most() {
      const sums = this.plot === "stack" ? this.days.map((_, n) => this.series.reduce((sum, s) => sum + s.values[n], 0)) : this.series.flatMap((s) => s.values);
      return Math.max(0, ...sums);
    },
    tick() { return nice(this.most); },
    ticks() { return [0, 1, 2, 3].map((n) => n * this.tick); },
    left() { return 12 + 7 * this.number(this.tick * 3).length; },
    step() { return (this.wide - this.left - 8) / Math.max(this.days.length - (this.plot === "stack" ? 0 : 1), 1); },
    bar() { return Math.max(2, Math.min(28, this.step * 0.66)); },
    heat() { return this.wide / Math.max(this.days.length, 1); },
    area() { const last = this.x(this.first.length - 1); return `${this.path(this.series[0])}L${last},${this.y(0)}L${this.x(0)},${this.y(0)}Z`; },
    marks() {
      const many = Math.min(this.days.length, this.wide < 420 ? 3 : 5), last = this.days.length - 1, found = [];
      for (let n = 0; n < many; n += 1) {
        const at = many === 1 ? 0 : Math.round((n * last) / (many - 1));
        const anchor = this.plot === "stack" ? "middle" : n === 0 ? "start" : n === many - 1 ? "end" : "middle";
        const x = this.plot === "heat" ? (n === many - 1 ? this.wide : at * this.heat) : this.x(at);
        found.push({ at, x, anchor: n === many - 1 ? "end" : anchor, text: this.date(this.days[at]) });
      }
      return found;
    },
    told() {
      const rows = this.series.map((s) => `${s.name}: ${this.words.most} ${this.number(Math.max(0, ...s.values))}, ${this.words.last} ${this.number(s.values.at(-1) ?? 0)}`);
      const span = this.days.length ? `${this.date(this.days[0], true)} – ${this.date(this.days.at(-1), true)}. ` : "";
      return `${this.name}. ${span}${rows.join(". ")}`;
    },
  },
  methods: {
    number: (n) => new Intl.NumberFormat(document.documentElement.lang || "en-GB").format(n ?? 0),
    date(iso, whole) {
      const style = { day: "numeric", month: "short", timeZone: "UTC", ...(whole ? { year: "numeric" } : {}) };
      return iso ? new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", style).format(new Date(`${iso}T00:00:00Z`)) : "";
    },
    x(n) { return this.left + (this.plot === "stack" ? n + 0.5 : n) * this.step; },
    y(value) { return HIGH - FOOT - (value / (this.tick * 3)) * (HIGH - FOOT - TOP); },
    path(series) { return series.values.map((v, n) => `${n ? "L" : "M"}${this.x(n).toFixed(1)},${this.y(v).toFixed(1)}`).join(""); },
    stack(n) {
      let sum = 0;
      return this.series.filter((s) => s.values[n] > 0).map((s) => {
        const below = sum;
        sum += s.values[n];
        return { name: s.name, colour: s.colour, y: this.y(sum), h: Math.max(this.y(below) - this.y(sum) - (below ? 1 : 0), 1) };
      });
    },
    level(value) { return value <= 0 ? 0 : Math.min(4, Math.ceil((4 * value) / Math.max(this.most, 1))); },
    hint(n) { return `${this.date(this.days[n], true)}\n${this.series.map((s) => `${s.name}: ${this.number(s.values[n])}`).join("\n")}`; },
  },
};
