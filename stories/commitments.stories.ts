import { BUILT_IN_COMMITMENTS, type Commitment, type Order } from '@sidecard/core';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import {
  BEGIN_REVIEW,
  BUYER,
  DAY_MS,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  ME,
  NOW_MS,
  ORDER,
  PAID,
  STAFF,
  type Step,
} from '../test/support/browser/shop.js';
import { panelStory, type PanelState } from './panel-story.js';

/** What the shop has promised, and how it stands for an order. */
const meta: Meta = { title: 'Commitments', component: 'sidecard-task' };
export default meta;

const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });
/** The shop has said what it pays where that is the shop's to say. */
const COMMITMENTS: readonly Commitment[] = BUILT_IN_COMMITMENTS.map((commitment) =>
  commitment.compensation?.kind === 'unset'
    ? { ...commitment, compensation: { kind: 'fixed', amount: yuan(20) } }
    : commitment,
);
/** Sent six hours late, by another carrier, and delivered two days late. */
const LATE: Partial<Order> = {
  carrier: 'ZTO',
  trackingNumber: '7312 0458 8817',
  promised: {
    shipByMs: (ORDER.shippedAtMs ?? NOW_MS) - 6 * HOUR_MS,
    deliverByMs: (ORDER.signedAtMs ?? NOW_MS) - 2 * DAY_MS,
    carrier: 'SF',
    returnUntilMs: NOW_MS + 5 * DAY_MS,
    resendUntilMs: NOW_MS + 5 * DAY_MS,
  },
};
const INTERVENING: readonly Step[] = [[ME, DECLINE], HOUR_MS, [BUYER, ESCALATE], HOUR_MS, [STAFF, BEGIN_REVIEW]];

const story = ({ policy, order, ...state }: PanelState = {}): StoryObj =>
  panelStory('sidecard-task', {
    ...state,
    order: { ...LATE, ...order },
    policy: { commitments: COMMITMENTS, ...policy },
  });

export const OwedAndOpen = story();
export const AfterTheClose = story({ order: { closedAtMs: NOW_MS - DAY_MS } });
export const AfterAFailedNegotiation = story({
  order: { closedAtMs: NOW_MS - 2 * DAY_MS },
  steps: [[ME, DECLINE]],
});
export const FoldedWhileThePlatformIsOnIt = story({ steps: INTERVENING });
export const Unset = story({
  order: { closedAtMs: NOW_MS - 2 * DAY_MS },
  steps: [[ME, DECLINE]],
  policy: { commitments: BUILT_IN_COMMITMENTS },
});
export const RuledAndPaid = story({
  order: { closedAtMs: NOW_MS - 2 * DAY_MS },
  steps: [
    ...INTERVENING,
    [
      STAFF,
      {
        command: 'rule',
        choice: 'refund',
        fields: {
          amount: yuan(258),
          compensation: yuan(20),
          commitment: 'designated-carrier',
          text: 'It came with another carrier than agreed.',
        },
      },
    ],
    PAID,
  ],
});
export const NotTakenPartIn = story({ order: { promised: {} } });
export const Narrow = story({ width: 320, order: { closedAtMs: NOW_MS - DAY_MS } });
