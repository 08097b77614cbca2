import type { Meta, StoryObj } from '@storybook/web-components-vite';
import {
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  ME,
  STAFF,
  type Step,
  WATCHER,
} from '../test/support/browser/shop.js';
import { panelStory, type PanelState } from './panel-story.js';

/** The message to platform staff, as it stands in the panel and on a page of its own. */
const meta: Meta = { title: 'Staff message', component: 'sidecard-staff-message' };
export default meta;

const story = (state?: PanelState): StoryObj => panelStory('sidecard-staff-message', { width: 420, ...state });

const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];
const WRITTEN: readonly Step[] = [
  ...INTERVENING,
  [ME, { command: 'leave-staff-message', fields: { purpose: 'additional-statement', text: 'We kept the video.' } }],
  [STAFF, { command: 'answer-merchant', fields: { text: 'Received. Did you report it to the carrier?' } }],
];
const RULED: Step = [STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'It left the shop intact.' } }];
const REPORTED = { 'zh-CN': '已于13:20向中通报损。', en: 'Reported to the carrier at 13:20.' };

export const Empty = story({ steps: INTERVENING });
export const Thread = story({ steps: WRITTEN });
export const Writing = story({
  steps: WRITTEN,
  async act({ press, write }) {
    await press('input[value=progress-update]');
    await write('textarea', REPORTED);
  },
});
export const PurposeMissing = story({
  steps: WRITTEN,
  async act({ press, write, find }) {
    await write('textarea', REPORTED);
    await press('[data-act=send-staff]');
    await find('.error');
  },
});
export const AlmostFull = story({
  steps: WRITTEN,
  act: ({ write }) => write('textarea', { 'zh-CN': '详'.repeat(487), en: 'x'.repeat(487) }),
});
export const Queued = story({
  steps: WRITTEN,
  async act({ press, write, find, client }) {
    await press('input[value=progress-update]');
    await write('textarea', REPORTED);
    client.line.goOffline();
    await press('[data-act=send-staff]');
    await find('.sent');
  },
});
export const RefusedAndKept = story({
  steps: WRITTEN,
  async act({ press, write, find, client, shop }) {
    await press('input[value=progress-update]');
    await write('textarea', REPORTED);
    client.line.goOffline();
    await press('[data-act=send-staff]');
    await find('.sent');
    await shop.act(RULED[0], RULED[1]);
    client.line.goOnline();
    client.refresh();
    await find('.draft');
  },
});
export const AfterTheRuling = story({ steps: [...WRITTEN, RULED] });
export const NotIntervening = story({ steps: [[ME, DECLINE]] });
export const MayNotWrite = story({ steps: WRITTEN, who: { ...COLLEAGUE, permissions: ['task.handle'] } });
export const NoPermission = story({ steps: WRITTEN, who: WATCHER });
export const ForStaff = story({ steps: WRITTEN, who: STAFF });
export const Wide = story({ steps: WRITTEN, width: 700 });
