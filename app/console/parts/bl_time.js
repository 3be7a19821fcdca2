// A moment: relative in lists, absolute on hover, on focus and to screen readers, in the reader's own zone.
export default {
  template: `<time :datetime="iso" :data-tip="form==='relative' ? absolute : null" :tabindex="form==='relative' ? 0 : null"><template v-if="form==='relative'"><span aria-hidden="true">{{relative}}</span><span class="bl-sr">{{absolute}}</span></template><template v-else>{{absolute}}</template></time>`,
  props: { iso: String, form: String },
  data() { return { minute: 0 }; },
  mounted() { this.timer = setInterval(() => { this.minute += 1; }, 30000); },
  unmounted() { clearInterval(this.timer); },
  computed: {
    relative() { return this.minute >= 0 ? window.Byleave.relative(this.iso) : ""; },
    absolute() { return this.form === "day" ? window.Byleave.day(this.iso) : window.Byleave.absolute(this.iso); },
  },
};
