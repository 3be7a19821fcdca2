// The rooms of the console; the group of the page that is shown is unfolded. What stands above them is the slot.
export default {
  template: `<nav class="bl-nav" :aria-label="name" data-testid="nav"><slot></slot><template v-for="g in groups" :key="g.href">
    <div v-if="g.line" class="sep"></div>
    <a :href="g.href" :aria-current="g.here ? 'page' : null" :data-open="g.open ? 'true' : null"><svg class="bl-i" aria-hidden="true" focusable="false"><use :href="icons + '#' + g.sign"/></svg><span>{{g.name}}</span></a>
    <div v-if="g.open" class="kids"><a v-for="k in g.kids" :key="k.href" class="kid" :href="k.href" :aria-current="k.here ? 'page' : null"><span>{{k.name}}</span></a></div></template></nav>`,
  props: { name: String, groups: Array },
  data() { return { icons: window.Byleave.icons }; },
};
