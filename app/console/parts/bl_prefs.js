// How this browser likes the console: one line of buttons for each thing that can be chosen; kept in the browser.
export default {
  template: `<div class="bl-prefs"><div v-for="l in lines" :key="l.name" class="bl-pref" role="group" :aria-label="l.title"><span class="bl-xs bl-mute" aria-hidden="true">{{l.title}}</span>
    <div class="bl-seg"><button v-for="v in l.values" :key="v.value" type="button" :lang="v.lang || null" :aria-pressed="String(v.value === chosen[l.name])" @click="choose(l.name, v.value)"><svg v-if="v.sign" class="bl-i" aria-hidden="true" focusable="false"><use :href="icons + '#' + v.sign"/></svg><span>{{v.title}}</span></button></div></div></div>`,
  props: { lines: Array },
  data() { return { icons: window.Byleave.icons, chosen: Object.fromEntries(this.lines.map((l) => [l.name, l.chosen])) }; },
  methods: {
    choose(name, value) { this.chosen[name] = value; window.Byleave.prefer(name, value); },
  },
};
