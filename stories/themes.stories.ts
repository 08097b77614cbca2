import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '@sidecard/elements/task';
import { CLAIM, HOUR_MS } from '../test/support/browser/shop.js';
import { liveStory, until } from './live-story.js';
import { me, shopIn } from './world.js';

/** The worked themes and densities of `@sidecard/elements/themes`, and what a host can do without any. */
const meta: Meta = { title: 'Themes', component: 'sidecard-card' };
export default meta;

interface Look {
  readonly theme?: string;
  readonly density?: string;
  readonly style?: string;
}

/** A card and a panel beside it, as a host has set them. */
function look({ theme, density, style = '' }: Look): StoryObj {
  return liveStory({
    async draw(locale) {
      const shop = await shopIn(locale, { steps: [19.9 * HOUR_MS, [me(locale), CLAIM]] });
      const client = shop.client(me(locale));
      const provider = Object.assign(document.createElement('sidecard-provider'), { client });
      const box = document.createElement('div');
      box.style.cssText = `display: flex; gap: 16px; inline-size: 752px; padding: 16px; background: Canvas; ${style}`;
      if (theme) box.dataset['sidecardTheme'] = theme;
      if (density) box.dataset['sidecardDensity'] = density;
      const bubble = document.createElement('div');
      bubble.style.inlineSize = '320px';
      const card = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
      const column = document.createElement('div');
      column.style.cssText = 'inline-size: 380px; block-size: 560px';
      const panel = Object.assign(document.createElement('sidecard-task'), { ticketId: shop.ticketId });
      panel.placement = 'overlay';
      bubble.append(card);
      column.append(panel);
      provider.append(bubble, column);
      box.append(provider);
      return { box, element: card, providers: [provider], lines: [client.line], close: () => shop.close() };
    },
    async play({ box }) {
      const panel = box.querySelector('sidecard-task');
      await until(() => box.querySelector('sidecard-card')?.shadowRoot?.querySelector('.fill'));
      await until(() => panel?.shadowRoot?.querySelector('.action-bar .btn'));
    },
  });
}

export const Light = look({ theme: 'light' });
export const Dark = look({ theme: 'dark' });
export const Orange = look({ theme: 'orange' });
export const Green = look({ theme: 'green' });
export const Compact = look({ density: 'compact' });
/** One colour is enough: the others follow from it. */
export const OneAccent = look({ style: '--sidecard-color-accent: #a8327e' });
/** A host’s own font and size: everything follows from them. */
export const OwnFont = look({
  style: "--sidecard-font-family: 'Noto Serif CJK SC', serif; --sidecard-font-size: 17px",
});
