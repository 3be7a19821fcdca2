// A picture file: read here and handed over in base64, so that nothing is sent before it is chosen, nor past its bound.
export default {
  template: `
  <div class="bl-field bl-picture"><label :for="id">{{label}} <small v-if="optional">{{optional}}</small></label>
    <div class="bl-row"><input ref="file" class="bl-in" type="file" :id="id" accept=".svg,.png,image/svg+xml,image/png" :disabled="locked" :aria-invalid="error || own ? 'true' : null" :aria-describedby="described" :data-testid="testid" @change="read($event.target.files[0])"><slot></slot></div>
    <p v-if="hint" class="h" :id="id + '-h'">{{hint}}</p>
    <p v-if="error || own" class="e" :id="id + '-e'"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#circle-alert'"/></svg>{{error || own}}</p></div>`,
  props: { id: String, label: String, hint: String, optional: String, error: String, large: String, most: Number, locked: Boolean, testid: String },
  data() { return { own: "", icons: window.Byleave.icons }; },
  computed: { described() { return [this.hint && `${this.id}-h`, (this.error || this.own) && `${this.id}-e`].filter(Boolean).join(" ") || null; } },
  methods: {
    put() { this.$refs.file.value = ""; this.own = ""; },
    reach() { this.$refs.file.focus(); },
    read(file) {
      if (!file) return;
      this.own = file.size > this.most ? this.large : "";
      if (this.own) return;
      const reader = new FileReader();
      reader.onload = () => this.$emit("chosen", [file.type, String(reader.result).split(",", 2)[1] || ""]);
      reader.readAsDataURL(file);
    },
  },
};
