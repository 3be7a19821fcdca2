// Copies a text; the sign turns to a tick for two seconds, and "Copied" is said politely.
export default {
  template: `<button type="button" :class="look" :aria-label="label ? null : name" :title="name" @click="copy"><svg class="bl-i" aria-hidden="true"><use :href="icons + (done ? '#check' : '#copy')"/></svg><template v-if="label">{{label}}</template><span class="bl-sr" role="status">{{done ? copied : ''}}</span></button>`,
  props: { text: String, name: String, label: String, copied: String, look: String },
  data() { return { done: false, icons: window.Byleave.icons }; },
  methods: {
    async copy() {
      this.done = await window.Byleave.copy(this.text);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { this.done = false; }, 2000);
    },
  },
};
