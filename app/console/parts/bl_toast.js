// One line at the bottom, at most one act. Seconds are counted down in sight, not aloud; "u" undoes when no field has focus.
// They wait while the pointer is on it or the focus in it (WCAG 2.2.1).
export default {
  template: `<div class="bl-toasts"><div :role="bad ? 'alert' : 'status'" aria-atomic="true"><div v-if="shown" class="bl-toast" :class="{bad}" data-testid="toast">
    <span>{{text}}</span>
    <button v-if="undo" type="button" @click="take">{{undo}} <span aria-hidden="true">{{left}}</span></button>
    <button type="button" class="close" :aria-label="close" @click="shown = false"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#x'"/></svg></button></div></div></div>`,
  props: { close: String },
  data() { return { shown: false, text: "", undo: "", bad: false, left: 0, icons: window.Byleave.icons }; },
  mounted() { document.addEventListener("keydown", this.key); },
  unmounted() { document.removeEventListener("keydown", this.key); clearInterval(this.timer); },
  methods: {
    show(text, undo, seconds) {
      const bad = seconds === 0; // what did not work stays until it is closed
      Object.assign(this, { text, undo, bad, left: seconds, shown: true });
      clearInterval(this.timer);
      if (!bad) this.timer = setInterval(this.count, 1000);
    },
    count() {
      if (this.$el.querySelector(".bl-toast:hover, .bl-toast:focus-within")) return;
      this.left -= 1;
      if (this.left <= 0) this.hide();
    },
    leave() { if (this.bad) this.hide(); }, // the page it spoke of is gone
    hide() { clearInterval(this.timer); this.shown = false; },
    take() { this.hide(); this.$emit("undo"); },
    key(event) {
      if (event.key === "u" && this.shown && this.undo && window.Byleave.isLetter(event)) { this.take(); event.preventDefault(); }
    },
  },
};
