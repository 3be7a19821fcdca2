// All keys in one dialog, "g" with a letter, and the switch for those who type by voice (WCAG 2.1.4).
const PATIENCE = 1500;
export default {
  template: `<div class="bl-keys"><button type="button" class="bl-btn ghost sq" :aria-label="words.help" aria-haspopup="dialog" data-testid="keys.open" @click="show"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#circle-help'"/></svg></button>
  <dialog ref="dialog" class="bl-dialog bl-help" aria-labelledby="bl-help-title" data-testid="keys" @click.self="close" @close="shut"><div class="bl-row"><h2 id="bl-help-title">{{words.help}}</h2><span class="bl-grow"></span><button type="button" class="bl-btn ghost sq" :aria-label="words.close" @click="close"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#x'"/></svg></button></div>
    <div class="cols"><section v-for="g in groups" :key="g.name" :aria-label="g.name"><h3>{{g.name}}</h3><dl><div v-for="l in g.keys" :key="l.keys.join()"><dt><kbd v-for="k in l.keys" :key="k" class="bl-kbd">{{said(k)}}</kbd></dt><dd>{{l.does}}</dd></div></dl></section></div>
    <label class="bl-tick"><input type="checkbox" :checked="letters" data-testid="keys.letters" @change="turn($event.target.checked)"><span>{{words.letters}}<small>{{words.hint}}</small></span></label></dialog></div>`,
  props: { groups: Array, ways: Object, words: Object },
  data() { return { icons: window.Byleave.icons, letters: window.Byleave.lettersOn() }; },
  mounted() { document.addEventListener("keydown", this.key, true); },
  unmounted() { document.removeEventListener("keydown", this.key, true); },
  methods: {
    said(key) { return { Ctrl: window.Byleave.command || this.words.ctrl, Shift: this.words.shift }[key] ?? key; },
    show() {
      if (this.$refs.dialog.open) return;
      this.opener = document.activeElement;
      this.$refs.dialog.showModal();
    },
    close() { this.$refs.dialog.close(); },
    shut() { window.Byleave.settle(this.opener); },
    turn(on) { this.letters = on; window.Byleave.prefer("letters", on ? "on" : "off"); },
    leave(event) { // what can be closed goes first
      if (event.target.closest?.("[data-closes]")) return;
      if (document.body.classList.contains("bl-nav-open") || !window.Byleave.isFree(event) || !window.Byleave.up()) return;
      event.preventDefault();
    },
    key(event) {
      // by when the keys were pressed, not by when a busy page came to hear of them
      const led = event.timeStamp - this.led < PATIENCE;
      if (event.key === "Shift") return;
      this.led = -Infinity;
      if (event.key === "Escape") { this.leave(event); return; }
      if (!window.Byleave.isLetter(event)) return;
      if (led && this.ways[event.key]) window.Byleave.go(this.ways[event.key]);
      else if (event.key === "g") this.led = event.timeStamp;
      else if (event.key === "?") this.show();
      else if (event.key === "e" && window.Byleave.edit()) { /* the focus is there */ }
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
  },
};
