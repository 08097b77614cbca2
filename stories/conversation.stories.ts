import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { deskStory } from './desk-story.js';
import { until } from './live-story.js';

/** The after-sales side of a conversation, with or without a ticket. */
const meta: Meta = { title: 'Conversation', component: 'sidecard-conversation' };
export default meta;

const story = (state?: Parameters<typeof deskStory>[1]): StoryObj =>
  deskStory('sidecard-conversation', { width: 340, more: 0, ...state });

export const WithATask = story();
export const WithoutATask = story({ conversationId: 'another', ready: 'details' });
export const OpeningATask = story({
  conversationId: 'another',
  ready: '[data-act=start]',
  async act(root) {
    root.querySelector<HTMLElement>('[data-act=start]')?.click();
    const type = await until(() => root.querySelector<HTMLSelectElement>('#type'));
    type.value = 'delivery-issue';
    type.dispatchEvent(new Event('change', { bubbles: true }));
    await until(() => root.querySelector('[data-act=create]'));
  },
});
