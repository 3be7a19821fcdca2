// A picture file: read here and handed over in base64, so that nothing is sent before it is chosen, nor past its bound.
// The browser's own file field speaks the browser's language; a button of ours opens it and speaks the page's.
export default {
  template: `
  <div class="bl-field bl-picture"><label :id="id + '-l'" :for="id">{{label}} <small v-if="optional">{{optional}}</small></label>
    <div class="bl-row bl-wrap"><button ref="button" type="button" class="bl-btn" :id="id" :disabled="locked" :aria-labelledby="id + '-l ' + id + '-b'" :aria-invalid="error || own ? 'true' : null" :aria-describedby="described" @click="$refs.file.click()"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#upload'"/></svg><span :id="id + '-b'">{{words.choose}}</span></button>
      <span :id="id + '-s'" class="bl-grow bl-s bl-mute" role="status" dir="auto">{{name || (there ? words.there : words.none)}}</span>
      <input ref="file" type="file" accept=".svg,.png,image/svg+xml,image/png" hidden :data-testid="testid" @change="read($event.target.files[0])"><span v-show="there"><slot></slot></span></div>
    <p v-if="hint" class="h" :id="id + '-h'">{{hint}}</p>
    <p v-if="error || own" class="e" :id="id + '-e'"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#circle-alert'"/></svg>{{error || own}}</p></div>`,
  props: { id: String, label: String, hint: String, optional: String, error: String, words: Object, there: Boolean, most: Number, locked: Boolean, testid: String },
  data() { return { own: "", name: "", icons: window.Byleave.icons }; },
  computed: { described() { return [`${this.id}-s`, this.hint && `${this.id}-h`, (this.error || this.own) && `${this.id}-e`].filter(Boolean).join(" "); } },
  methods: {
    put() { Object.assign(this, { own: "", name: "" }); this.$refs.file.value = ""; this.reach(); },
    reach() { this.$refs.button.focus(); },
    read(file) {
      if (!file) return;
      this.own = file.size > this.most ? this.words.large : "";
      if (this.own) return;
      const reader = new FileReader();
      reader.onload = () => { this.name = file.name; this.$emit("chosen", [file.type, String(reader.result).split(",", 2)[1] || ""]); };
      reader.readAsDataURL(file);
    },
  },
};
