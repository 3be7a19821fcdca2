// Filters as sentences. Click a chip to edit it, its × removes it, "+ Filter" adds one; every change is told to the
// server, which answers with what stands in the address.
export default {
  template: `<div class="bl-chips" role="group" :aria-label="words.add" :data-testid="testid">
    <span v-for="f in set" :key="f.name" class="bl-chip" :data-testid="testid + '.chip.' + f.name"><button type="button" class="say" aria-haspopup="true" @click="edit(f, $event.currentTarget)">{{f.label}} {{chosen[f.name].denied ? words.not : words.is}}<template v-for="(v, n) in chosen[f.name].values" :key="v">{{n ? ' ' + words.or + ' ' : ' '}}<b dir="auto">{{said(f, v)}}</b></template></button><button type="button" class="off" :aria-label="words.remove + ' ' + f.label" :data-testid="testid + '.remove.' + f.name" @click="remove(f)"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#x'"/></svg></button></span>
    <button v-if="unset.length" ref="add" type="button" class="bl-chip add" aria-haspopup="true" :data-testid="testid + '.add'" @click="pick($event.currentTarget)"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#plus'"/></svg>{{words.add}}</button>
    <span class="bl-grow"></span>
    <button type="button" class="bl-btn ghost mini link" :data-testid="testid + '.link'" @click="copy"><svg class="bl-i" aria-hidden="true"><use :href="icons + (done ? '#check' : '#link')"/></svg><span>{{words.link}}</span><span class="bl-sr" role="status">{{done ? words.copied : ''}}</span></button>
    <div popover ref="panel" class="bl-pop" role="group" :aria-label="open ? open.label : words.add" @keydown="walk">
      <template v-if="!open"><button v-for="f in unset" :key="f.name" type="button" class="bl-item" :data-testid="testid + '.add.' + f.name" @click="edit(f, opener)">{{f.label}}</button></template>
      <form v-else class="bl-ask" @submit.prevent="send"><fieldset><legend>{{open.label}}</legend>
        <div v-if="open.negatable" class="bl-seg"><button type="button" :aria-pressed="String(!denied)" @click="denied=false">{{words.is}}</button><button type="button" :aria-pressed="String(denied)" @click="denied=true">{{words.not}}</button></div>
        <label v-for="o in open.options" :key="o.value"><input :type="open.several ? 'checkbox' : 'radio'" name="v" :value="o.value" :checked="own.includes(o.value)" @change="turn(o.value, $event.target.checked)"><span dir="auto">{{o.label}}</span></label>
        <input v-if="!open.options.length" class="bl-in" :type="open.input" :aria-label="open.label" :value="own[0] || ''" @input="own=[$event.target.value]"></fieldset>
        <button type="submit" class="bl-btn pri mini" :data-testid="testid + '.show'">{{words.show}}</button></form></div></div>`,
  props: { filters: Array, chosen: Object, words: Object, testid: String },
  data() { return { icons: window.Byleave.icons, open: null, own: [], denied: false, opener: null, done: false }; },
  mounted() { document.addEventListener("keydown", this.key); },
  unmounted() { document.removeEventListener("keydown", this.key); },
  computed: {
    set() { return this.filters.filter((f) => this.chosen[f.name].values.length); },
    unset() { return this.filters.filter((f) => !this.chosen[f.name].values.length); },
  },
  methods: {
    said(filter, value) { return filter.options.find((o) => o.value === value)?.label ?? value; },
    pick(button) { this.open = this.unset.length === 1 ? this.unset[0] : null; this.begin(button); },
    edit(filter, button) { this.open = filter; this.begin(button); },
    begin(button) {
      const now = this.open && this.chosen[this.open.name];
      Object.assign(this, { opener: button, own: now ? [...now.values] : [], denied: now ? now.denied : false });
      this.$nextTick(() => {
        const panel = this.$refs.panel;
        if (!panel.matches(":popover-open")) panel.showPopover();
        window.Byleave.place(panel, button);
        ["input:checked", "input", "button"].map((each) => panel.querySelector(each)).find(Boolean)?.focus();
      });
    },
    turn(value, on) {
      if (!this.open.several) this.own = [value];
      else this.own = on ? [...this.own, value] : this.own.filter((each) => each !== value);
    },
    send() {
      this.$emit("change", { name: this.open.name, text: (this.denied ? "!" : "") + this.own.join(",") });
      this.$refs.panel.hidePopover();
      this.$nextTick(() => (this.opener?.isConnected ? this.opener : this.$refs.add)?.focus());
    },
    remove(filter) {
      this.$emit("change", { name: filter.name, text: "" });
      this.$nextTick(() => this.$refs.add?.focus());
    },
    walk(event) { window.Byleave.walk(this.$refs.panel, event); },
    async copy() {
      this.done = await window.Byleave.copy(location.href);
      setTimeout(() => { this.done = false; }, 2000);
    },
    key(event) {
      if (event.key !== "f" || !window.Byleave.isLetter(event)) return;
      const first = this.$refs.add ?? this.$el.querySelector("button");
      first.focus(); first.click(); event.preventDefault();
    },
  },
};
