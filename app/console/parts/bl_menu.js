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
      window.Byleave.place(this.$refs.panel, this.$refs.button);
      window.Byleave.stops(this.$refs.panel)[0]?.focus();
    },
    walk(event) { window.Byleave.walk(this.$refs.panel, event); },
    picked(event) { if (!this.keep && event.target.closest("a, button")) this.$refs.panel.hidePopover(); },
  },
};
