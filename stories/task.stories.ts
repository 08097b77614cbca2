import type { Meta, StoryObj } from '@storybook/web-components-vite';
import {
  AGREE,
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  DAY_MS,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  MAIN,
  ME,
  PAID,
  RECEIVE,
  SEND_BACK,
  STAFF,
  type Step,
  WATCHER,
} from '../test/support/browser/shop.js';
import { panelStory, type PanelState } from './panel-story.js';

/** The task panel: one story for each state that a reader can meet. */
const meta: Meta = { title: 'Task panel', component: 'sidecard-task' };
export default meta;

const story = (state?: PanelState): StoryObj => panelStory('sidecard-task', state);

const SORRY = {
  'zh-CN': '很抱歉给您带来不便\uff0c邮费由我们承担。',
  en: 'We are sorry. Postage is on us.',
};
/** The last that a panel asks for. */
const OTHER_CASES = '[data-section=buyer]';
const INTERVENING: readonly Step[] = [[ME, DECLINE], HOUR_MS, [BUYER, ESCALATE], HOUR_MS, [STAFF, BEGIN_REVIEW]];
const ASKED: readonly Step[] = [...INTERVENING, [STAFF, ASK_EVIDENCE]];
const WRITTEN: readonly Step[] = [
  ...ASKED,
  [ME, { command: 'leave-staff-message', fields: { purpose: 'additional-statement', text: 'We kept the video.' } }],
  [STAFF, { command: 'answer-merchant', fields: { text: 'Received. Please add a picture of the inside.' } }],
];

export const NeedsAnswer = story({ steps: [20 * HOUR_MS, [ME, CLAIM]] });
export const Unclaimed = story();
export const DeadlineNear = story({ openedMsAgo: 40 * HOUR_MS });
export const DeadlineAllButOver = story({ openedMsAgo: 47.5 * HOUR_MS });
export const ColleagueOnIt = story({ steps: [20 * HOUR_MS, [COLLEAGUE, CLAIM]] });
export const Narrow = story({ width: 320 });
export const Wide = story({ width: 640 });

export const MoreMenu = story({ act: ({ press }) => press('[data-act=more]') });

export const Agreeing = story({
  async act({ press, write }) {
    await press('[data-act=agree]');
    await write('#field-text', SORRY);
  },
});
export const DecliningWithAMistake = story({
  async act({ press, write }) {
    await press('[data-act=decline]');
    await press('input[value=evidence-insufficient]');
    await write('#field-text', { 'zh-CN': '无', en: 'N' });
  },
});
export const Proposing = story({
  async act({ press, write }) {
    await press('[data-act=more]');
    await press('[role=menuitem]');
    await write('#field-amount', { 'zh-CN': '200', en: '200' });
    await write('#field-text', SORRY);
  },
});
export const TypingAnAddress = story({
  policy: { returnAddresses: [] },
  act: ({ press }) => press('[data-act=agree]'),
});
export const ReplyingOnly = story({
  steps: [[ME, AGREE]],
  async act({ press, write }) {
    await press('[data-act=reply]');
    await write('#field-text', SORRY);
  },
});

export const NoPermission = story({ who: WATCHER, before: (shop) => void shop.client(MAIN).session.listen(() => {}) });
export const AccessAsked = story({
  who: WATCHER,
  before: (shop) => void shop.client(MAIN).session.listen(() => {}),
  act: ({ press }) => press('[data-act=ask-access]'),
});
export const AccessTakenBack = story({
  async act({ press, write, shop, find }) {
    await press('[data-act=decline]');
    await write('#field-text', SORRY);
    await shop.backend.setPermissions(ME.accountId, []);
    await find('.blocked');
  },
});

export const Conflict = story({
  async act({ press, write, shop, find }) {
    await press('[data-act=agree]');
    await write('#field-text', SORRY);
    await shop.act(COLLEAGUE, DECLINE);
    await find('[data-section=changed]');
  },
});
export const Offline = story({
  async act({ client, find }) {
    await find(OTHER_CASES);
    client.line.goOffline();
    await find('[data-offline]');
  },
});
export const QueuedForTheNetwork = story({
  async act({ client, find, press, write }) {
    await find(OTHER_CASES);
    await press('[data-act=agree]');
    await write('#field-text', SORRY);
    client.line.goOffline();
    await find('[data-offline]');
    await press('[data-act=send]');
    await find('[data-waiting]');
  },
});

export const PlatformReviewing = story({ steps: INTERVENING });
export const StaffAskForEvidence = story({ steps: ASKED });
export const SubmittingEvidence = story({
  steps: ASKED,
  async act({ press, write }) {
    await press('[data-act=submit-evidence]');
    await write('#field-text', { 'zh-CN': '出库称重1.42 kg。', en: 'Weighed 1.42 kg at dispatch.' });
  },
});
export const SettlingInstead = story({ steps: ASKED, act: ({ press }) => press('[data-act=settle]') });
export const WithTheStaffThread = story({ steps: WRITTEN });
export const Ruled = story({
  steps: [
    ...WRITTEN,
    [STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'The parcel left the shop intact.' } }],
  ],
});

export const WaitingForTheReturn = story({ steps: [[ME, AGREE]] });
export const ConfirmReceipt = story({ steps: [[ME, AGREE], DAY_MS, [BUYER, SEND_BACK]], openedMsAgo: 2 * DAY_MS });
export const Proposed = story({
  steps: [
    [
      ME,
      {
        command: 'propose',
        fields: { amount: { amountMinor: 12_000, currency: 'CNY' }, refundOnly: true, text: 'Keep the mugs.' },
      },
    ],
  ],
});
export const Declined = story({ steps: [[ME, DECLINE]] });
export const Refunded = story({
  steps: [[ME, AGREE], DAY_MS, [BUYER, SEND_BACK], DAY_MS, [ME, RECEIVE], PAID],
  openedMsAgo: 3 * DAY_MS,
});
export const Withdrawn = story({ steps: [[BUYER, { command: 'withdraw' }]] });
export const TypeNotCovered = story({ type: 'shipment-urging' });
export const AsTheBuyerSeesIt = story({ who: BUYER, steps: [[ME, DECLINE]] });

export const Failed = story({ before: (_, client) => client.line.goOffline() });
export const Loading = story({ loading: true });
export const NotFound = story({ ticketId: 'nothing-here' });
