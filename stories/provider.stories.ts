import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { CLAIM, HOUR_MS } from '../test/support/browser/shop.js';
import { liveStory, until } from './live-story.js';
import { me, shopIn } from './world.js';

const meta: Meta = { title: 'Provider', component: 'sidecard-provider' };
export default meta;

/** A chat with a card, as a host has it. */
function chat(open: boolean): StoryObj {
  return liveStory({
    async draw(locale) {
      const shop = await shopIn(locale, { steps: [19.9 * HOUR_MS, [me(locale), CLAIM]] });
      const client = shop.client(me(locale));
      const provider = Object.assign(document.createElement('sidecard-provider'), { client });
      const messages = document.createElement('div');
      messages.style.cssText = 'max-inline-size: 320px; min-block-size: 640px; padding: 24px';
      messages.append(Object.assign(document.createElement('sidecard-card'), { message: shop.message }));
      provider.append(messages);
      return {
        box: provider,
        element: provider,
        providers: [provider],
        lines: [client.line],
        close: () => shop.close(),
      };
    },
    async play({ box }) {
      const card = box.querySelector('sidecard-card');
      const button = await until(() => card?.shadowRoot?.querySelector('button'));
      if (!open) return;
      button.click();
      const task = await until(() => box.shadowRoot?.querySelector('sidecard-task'));
      await until(() => task.shadowRoot?.querySelector('.action-bar'));
    },
  });
}

/** View task has not been pressed. */
export const Closed = chat(false);

/** The task panel beside the chat, which stays usable. */
export const TaskOpen = chat(true);
