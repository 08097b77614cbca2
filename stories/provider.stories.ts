import '@sidecard/elements';
import type { SidecardProvider } from '@sidecard/elements';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { CLAIM, HOUR_MS } from '../test/support/browser/shop.js';
import { localeOf, me, shopIn } from './world.js';

const meta: Meta = { title: 'Provider', component: 'sidecard-provider', parameters: { layout: 'fullscreen' } };
export default meta;

/** A chat with a card, as a host has it. */
function chat(globals: Readonly<Record<string, unknown>>): { provider: SidecardProvider; ticketId: string } {
  const locale = localeOf(globals);
  const shop = shopIn(locale, { steps: [19.9 * HOUR_MS, [me(locale), CLAIM]] });
  const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client(me(locale)) });
  const messages = document.createElement('div');
  messages.style.cssText = 'max-inline-size: 320px; min-block-size: 640px; padding: 24px';
  messages.append(Object.assign(document.createElement('sidecard-card'), { message: shop.message }));
  provider.append(messages);
  return { provider, ticketId: shop.ticketId };
}

/** View task has not been pressed. */
export const Closed: StoryObj = { render: (_, { globals }) => chat(globals).provider };

/** The task panel beside the chat, which stays usable. */
export const TaskOpen: StoryObj = {
  render: (_, { globals }) => {
    const { provider, ticketId } = chat(globals);
    // it can be opened from the moment that it is on the page
    requestAnimationFrame(() => provider.openTask(ticketId));
    return provider;
  },
};
