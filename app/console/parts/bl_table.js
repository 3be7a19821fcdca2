// Byleave's table: native table, native ticks and buttons. One stable component, so that focus survives every
// server update (NiceGUI builds a new component for each slot template at each render and drops the focused node).
const icon = (n) => `${window.Byleave.icons}#${n}`;
export default {
  template: `
  <div class="bl-scroll" tabindex="0" role="group" :aria-label="label">
  <table class="bl-table" :aria-label="label" :aria-busy="busy ? 'true' : 'false'">
    <thead><tr>
      <th v-if="selectable" class="tick"><input type="checkbox" :checked="all" :indeterminate.prop="some" @change="$emit('tick_all', $event.target.checked)" :aria-label="words.all"></th>
      <th v-for="c in columns" :key="c.name" scope="col" :class="{num: c.align==='end'}" :aria-sort="c.sortable ? (sort===c.name ? (descending ? 'descending' : 'ascending') : 'none') : null">
        <button v-if="c.sortable" type="button" class="bl-sort" @click="$emit('sort', c.name)">{{c.label}}<svg v-if="sort===c.name" class="bl-i" aria-hidden="true"><use :href="icon(descending ? 'arrow-down' : 'arrow-up')"/></svg></button>
        <span v-else :class="{'bl-sr': c.quiet}">{{c.label}}</span></th>
    </tr></thead>
    <tbody><tr v-for="r in rows" :key="r.id" :class="{sel: ticked.includes(r.id)}" :data-testid="name + '.row.' + r.id">
      <td v-if="selectable" class="tick"><input type="checkbox" :checked="ticked.includes(r.id)" @change="$emit('tick', r.id, $event.target.checked)" :aria-label="words.one + ' ' + r.id"></td>
      <td v-for="c in columns" :key="c.name" :class="{num: c.align==='end'}">
        <a v-if="c.kind==='id'" class="bl-mono" :href="r.href">{{r[c.name]}}</a>
        <a v-else-if="c.kind==='link'" :href="r.href">{{r[c.name]}}</a>
        <span v-else-if="c.kind==='badge' && r[c.name]" :class="'bl-badge ' + r[c.name][0]"><svg class="bl-i" aria-hidden="true"><use :href="icon(r[c.name][1])"/></svg>{{r[c.name][2]}}</span>
        <time v-else-if="c.kind==='time' && r[c.name]" :datetime="r[c.name]" :title="absolute(r[c.name])"><span aria-hidden="true">{{relative(r[c.name])}}</span><span class="bl-sr">{{absolute(r[c.name])}}</span></time>
        <time v-else-if="c.kind==='day' && r[c.name]" :datetime="r[c.name]">{{day(r[c.name])}}</time>
        <span v-else-if="c.kind==='mono' && r[c.name]" class="bl-mono">{{r[c.name]}}</span>
        <button v-else-if="c.kind==='act' && r[c.name]" type="button" class="bl-btn mini" @click="$emit('act', r.id)" :aria-label="r[c.name] + ' ' + r.id">{{r[c.name]}}</button>
        <template v-else>{{ r[c.name] === '' || r[c.name] == null ? '—' : r[c.name] }}</template>
      </td></tr></tbody></table></div>`,
  props: { name: String, columns: Array, rows: Array, ticked: Array, sort: String, descending: Boolean, label: String, words: Object, selectable: Boolean, busy: Boolean },
  data() { return { minute: 0 }; },
  mounted() { this.timer = setInterval(() => { this.minute += 1; }, 30000); },
  unmounted() { clearInterval(this.timer); },
  computed: {
    all() { return this.rows.length > 0 && this.rows.every((r) => this.ticked.includes(r.id)); },
    some() { return !this.all && this.rows.some((r) => this.ticked.includes(r.id)); },
  },
  methods: {
    icon,
    relative(iso) { return this.minute >= 0 ? window.Byleave.relative(iso) : ""; },
    absolute: (iso) => window.Byleave.absolute(iso),
    day: (iso) => window.Byleave.day(iso),
  },
};
