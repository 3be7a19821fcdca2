// The shape of a page that is on its way.
export default {
  template: `<div class="bl-wait" role="status" aria-busy="true" data-testid="waiting"><span class="bl-sr">{{words}}</span>
    <div v-for="card in 3" :key="card" class="bl-card" aria-hidden="true"><div v-for="line in 3" :key="line" class="bl-skel"></div></div></div>`,
  props: { words: String },
};
