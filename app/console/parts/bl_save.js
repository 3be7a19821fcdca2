// Saves a text as a file of this browser; nothing is fetched.
export default {
  template: `<button type="button" :class="look" :data-testid="testid" @click="save"><svg class="bl-i" aria-hidden="true"><use :href="icons + '#download'"/></svg><span>{{label}}</span></button>`,
  props: { text: String, name: String, label: String, look: String, testid: String },
  data() { return { icons: window.Byleave.icons }; },
  methods: {
    save() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([this.text], { type: "application/yaml" }));
      link.download = this.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
  },
};
