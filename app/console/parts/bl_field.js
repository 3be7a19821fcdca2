// A labelled field: label, hint, native control, error. What is typed lives here, so that a server update never
// takes a letter away; each change is told to the server.
export default {
  template: `
  <div class="bl-field" :class="{tick: kind==='tick', inside}">
    <template v-if="kind==='tick'"><label class="bl-tick"><input type="checkbox" :id="id" :checked="own==='yes'" :disabled="locked" @change="tell($event.target.checked ? 'yes' : '')" :aria-describedby="described" :data-testid="testid"><span dir="auto">{{label}}</span></label></template>
    <template v-else-if="kind==='pick'"><fieldset :aria-describedby="described"><legend>{{label}}</legend>
      <label v-for="o in options" :key="o.value" class="bl-pickcard"><input type="radio" :name="id" :value="o.value" :checked="own===o.value" @change="tell(o.value)"><b dir="auto">{{o.label}}</b><span v-if="o.note">{{o.note}}</span></label></fieldset></template>
    <template v-else><label :for="id" :class="{'bl-sr': inside}">{{label}} <small v-if="optional">{{optional}}</small></label>
      <textarea v-if="kind==='area'" class="bl-in" :class="{'bl-mono': mono}" :id="id" :rows="rows" :value="own" @input="tell($event.target.value)" :aria-invalid="error ? 'true' : null" :aria-describedby="described" :data-testid="testid" spellcheck="false" dir="auto"></textarea>
      <select v-else-if="kind==='select'" class="bl-in" :id="id" :value="own" @change="tell($event.target.value)" :aria-describedby="described" :data-testid="testid"><option v-for="o in options" :key="o.value" :value="o.value" :selected="own===o.value" dir="auto">{{o.label}}</option></select>
      <div v-else class="bl-row"><input class="bl-in" :class="{'bl-mono': mono}" type="text" :id="id" :value="own" :placeholder="inside ? label : null" :readonly="locked" @input="tell($event.target.value)" @keydown.enter="$emit('enter')" :aria-invalid="error ? 'true' : null" :aria-describedby="described" :autocomplete="autocomplete" :data-testid="testid" spellcheck="false" dir="auto"><slot></slot></div></template>
    <p v-if="hint" class="h" :id="id + '-h'">{{hint}}</p>
    <p v-if="error" class="e" :id="id + '-e'"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#circle-alert'"/></svg>{{error}}</p>
  </div>`,
  props: { id: String, kind: String, label: String, hint: String, optional: String, error: String, value: String, options: Array, rows: Number, mono: Boolean, inside: Boolean, locked: Boolean, autocomplete: String, testid: String },
  data() { return { own: this.value, icons: window.Byleave.icons }; },
  computed: { described() { return [this.hint && `${this.id}-h`, this.error && `${this.id}-e`].filter(Boolean).join(" ") || null; } },
  methods: {
    put(value) { this.own = value; },
    offer(value, before) { if (this.own === before) this.own = value; }, // what was typed meanwhile stays
    tell(value) { this.own = value; this.$emit("told", value); },
    line(number) { // the line that is wrong is chosen, so that it is in sight and can be typed over
      const area = this.$el.querySelector("textarea"), lines = area.value.split("\n");
      const from = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(from, from + (lines[number - 1] ?? "").length);
      area.scrollTop = Math.max(0, (number - 3) * (area.scrollHeight / Math.max(lines.length, 1)));
    },
    reach() { this.$el.querySelector("input, textarea, select")?.focus(); },
  },
};
