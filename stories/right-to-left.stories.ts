import type { Meta } from '@storybook/web-components-vite';
import '@sidecard/elements';
import { arabic } from '../test/support/browser/arabic.js';
import {
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  ME,
  STAFF,
  type Step,
} from '../test/support/browser/shop.js';
import { deskStory } from './desk-story.js';
import { liveStory, until } from './live-story.js';
import { panelStory } from './panel-story.js';
import { me, shopIn } from './world.js';

/**
 * A third language, which only the host has: Arabic, as `texts` of the provider. What the host has not translated is in English. Every surface is
 * mirrored.
 */
const meta: Meta = { title: 'Right to left', component: 'sidecard-provider' };
export default meta;

const INTERVENING: readonly Step[] = [[ME, DECLINE], HOUR_MS, [BUYER, ESCALATE], HOUR_MS, [STAFF, BEGIN_REVIEW]];

/** A chat with a card, and the panel that it opens. */
export const Chat = liveStory({
  async draw(locale) {
    const shop = await shopIn(locale, { steps: [19.9 * HOUR_MS, [me(locale), CLAIM]] });
    const client = shop.client(me(locale));
    const provider = Object.assign(document.createElement('sidecard-provider'), { client, texts: arabic, dir: 'rtl' });
    const messages = document.createElement('div');
    messages.style.cssText = 'max-inline-size: 320px; min-block-size: 640px; padding: 24px';
    messages.append(Object.assign(document.createElement('sidecard-card'), { message: shop.message }));
    provider.append(messages);
    return { box: provider, element: provider, providers: [provider], lines: [client.line], close: () => shop.close() };
  },
  async play({ box }) {
    const card = box.querySelector('sidecard-card');
    (await until(() => card?.shadowRoot?.querySelector<HTMLElement>('.fill button'))).click();
    const task = await until(() => box.shadowRoot?.querySelector('sidecard-task'));
    await until(() => task.shadowRoot?.querySelector('.action-bar .btn'));
  },
});

export const Form = panelStory('sidecard-task', {
  arabic: true,
  async act({ press, write }) {
    await press('[data-act=decline]');
    await write('#field-text', { 'zh-CN': 'خرجت البضاعة سليمة من المتجر.', en: 'خرجت البضاعة سليمة من المتجر.' });
  },
});
export const StaffMessage = panelStory('sidecard-staff-message', { arabic: true, width: 420, steps: INTERVENING });
export const Conversation = deskStory('sidecard-conversation', { arabic: true, width: 340, more: 0 });
export const Workbench = deskStory('sidecard-workbench', { arabic: true });
export const TaskPage = deskStory('sidecard-workbench', {
  arabic: true,
  path: '/tickets/{ticket}',
  ready: 'sidecard-task',
  steps: INTERVENING,
});
