// A button and the panel it opens. The panel is a native popover: it closes by Esc and by a click beside it, and the
// browser gives focus back. Arrow keys walk its links and buttons.
export default {
  template: `<div class="bl-menu"><button type="button" ref="button" :class="look" :popovertarget="panel" aria-haspopup="true" :aria-label="name" :data-testid="testid"><slot name="face"></slot></button>
  <div popover ref="panel" :id="panel" class="bl-pop" role="group" :aria-label="name" @toggle="place" @keydown="walk" @click="picked"><slot></slot></div></div>`,
  props: { panel: String, look: String, name: String, testid: String, keep: Boolean },
  methods: {
    place(event) {
      this.$refs.button.setAttribute("aria-expanded", String(event.newState === "open"));
      if (event.newState !== "open") return;
      const box = this.$refs.button.getBoundingClientRect(), panel = this.$refs.panel;
      panel.style.insetBlockStart = `${Math.min(box.bottom + 4, innerHeight - panel.offsetHeight - 8)}px`;
      panel.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - panel.offsetWidth - 8))}px`;
      this.stops()[0]?.focus();
    },
    stops() { return [...this.$refs.panel.querySelectorAll("a[href], button:not(:disabled), input")]; },
    walk(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const stops = this.stops();
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length]?.focus();
      event.preventDefault();
    },
    picked(event) { if (!this.keep && event.target.closest("a, button")) this.$refs.panel.hidePopover(); },
  },
};
