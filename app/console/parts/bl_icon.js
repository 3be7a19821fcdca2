// An outline of our sprite; decoration only.
export default {
  template: '<svg class="bl-i" aria-hidden="true" focusable="false"><use :href="icons + \'#\' + name"/></svg>',
  props: { name: String },
  data() { return { icons: window.Byleave.icons }; },
};
