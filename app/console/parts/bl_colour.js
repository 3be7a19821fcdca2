// A colour: the browser's own picker beside the letters it stands for. What is typed lives here, as in bl_field.js.
export default {
  template: `
  <div class="bl-field bl-colour"><label :for="id">{{label}}</label>
    <div class="bl-row"><input type="color" class="swatch" :value="/^#[0-9a-fA-F]{6}$/.test(own) ? own : usual" :aria-label="pick" :disabled="locked" :data-testid="testid + '.pick'" @input="tell($event.target.value)">
      <input class="bl-in bl-mono" type="text" :id="id" :value="own" :placeholder="usual" :readonly="locked" :aria-invalid="error ? 'true' : null" :aria-describedby="described" autocomplete="off" spellcheck="false" :data-testid="testid" @input="tell($event.target.value)"><slot></slot></div>
    <p v-if="hint" class="h" :id="id + '-h'">{{hint}}</p>
    <p v-if="error" class="e" :id="id + '-e'"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#circle-alert'"/></svg>{{error}}</p></div>`,
  props: { id: String, label: String, hint: String, error: String, value: String, usual: String, pick: String, locked: Boolean, testid: String },
  data() { return { own: this.value, icons: window.Byleave.icons }; },
  computed: { described() { return [this.hint && `${this.id}-h`, this.error && `${this.id}-e`].filter(Boolean).join(" ") || null; } },
  methods: {
    put(value) { this.own = value; },
    tell(value) { this.own = value; this.$emit("told", value); },
    reach() { this.$el.querySelector("input[type=text]")?.focus(); },
  },
};
