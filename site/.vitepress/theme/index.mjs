import DefaultTheme from 'vitepress/theme-without-fonts';
import LiveDemo from './LiveDemo.vue';
import LiveTokens from './LiveTokens.vue';
import './site.css';

/** @type {import('vitepress').Theme} */
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LiveDemo', LiveDemo);
    app.component('LiveTokens', LiveTokens);
  },
};
