// A text file: read here and handed over, so that nothing is sent before it is chosen, nor past its bound. The browser's
// own file field speaks the browser's language; a button of ours opens it and speaks the page's.
export default {
  template: `<span class="bl-file bl-row bl-wrap"><button type="button" class="bl-btn" @click="$refs.file.click()"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#upload'"/></svg><span>{{label}}</span></button><span class="bl-s" role="status">{{own}}</span><input ref="file" type="file" :accept="accept" hidden :data-testid="testid" @change="read($event.target.files[0])"></span>`,
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
