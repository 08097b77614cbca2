import '@sidecard/elements';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { CLAIM, HOUR_MS, type Shop } from '../test/support/browser/shop.js';
import { localeOf, me, shopIn } from './world.js';

const meta: Meta = { title: 'Provider', component: 'sidecard-provider', parameters: { layout: 'fullscreen' } };
export default meta;

/** Opens the shop before the story is drawn. */
const loaders: StoryObj['loaders'] = [
  ({ globals }) => {
    const locale = localeOf(globals);
    return shopIn(locale, { steps: [19.9 * HOUR_MS, [me(locale), CLAIM]] });
  },
];

/** A chat with a card, as a host has it. */
function chat(loaded: unknown, globals: Readonly<Record<string, unknown>>) {
  const shop = loaded as Shop;
  const locale = localeOf(globals);
  const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client(me(locale)) });
  const messages = document.createElement('div');
  messages.style.cssText = 'max-inline-size: 320px; min-block-size: 640px; padding: 24px';
  messages.append(Object.assign(document.createElement('sidecard-card'), { message: shop.message }));
  provider.append(messages);
  return { provider, ticketId: shop.ticketId };
}

/** View task has not been pressed. */
export const Closed: StoryObj = { loaders, render: (_, { loaded, globals }) => chat(loaded, globals).provider };

/** The task panel beside the chat, which stays usable. */
export const TaskOpen: StoryObj = {
  loaders,
  render: (_, { loaded, globals }) => {
    const { provider, ticketId } = chat(loaded, globals);
    // it can be opened from the moment that it is on the page
    requestAnimationFrame(() => provider.openTask(ticketId));
    return provider;
  },
};
