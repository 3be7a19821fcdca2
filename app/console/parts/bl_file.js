// A text file: read here and handed over, so that nothing is sent before it is chosen, nor past its bound.
export default {
  template: `<label class="bl-btn bl-file"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#upload'"/></svg><span>{{own || label}}</span><input ref="file" type="file" :accept="accept" :aria-label="label" :data-testid="testid" @change="read($event.target.files[0])"></label>`,
  props: { label: String, accept: String, large: String, most: Number, testid: String },
  data() { return { own: "", icons: window.Byleave.icons }; },
  methods: {
    async read(file) {
      if (!file) return;
      this.own = file.size > this.most ? this.large : "";
      if (!this.own) this.$emit("chosen", await file.text());
      this.$refs.file.value = "";
    },
  },
};
