// A native modal dialog: the browser holds focus inside and gives it back. Esc asks the server to close.
export default {
  template: `<dialog ref="dialog" class="bl-dialog" :role="alert ? 'alertdialog' : 'dialog'" :aria-labelledby="titled" @cancel.prevent="$emit('dismiss')"><slot></slot></dialog>`,
  props: { open: Boolean, alert: Boolean, titled: String },
  mounted() { this.turn(this.open); },
  watch: { open(now) { this.turn(now); } },
  methods: {
    turn(open) {
      const dialog = this.$refs.dialog;
      if (open && !dialog.open) { this.opener = document.activeElement; dialog.showModal(); }
      if (!open && dialog.open) { dialog.close(); window.Byleave.settle(this.opener); }
    },
  },
};
