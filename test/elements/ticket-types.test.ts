import type { Client } from '@sidecard/client';
import { expect, oneEvent } from '@open-wc/testing';
import { BUILT_IN_COMMITMENTS, builtInTypes, DEFAULT_POLICY, label, type TicketType } from '@sidecard/core';
import { transitionByKey } from '@sidecard/core/authoring';
import { arrangeActions, type Action } from '@sidecard/core/wire';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  fillField,
  formOpens,
  press,
  seen,
  sees,
  show,
  within,
} from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  ESCALATE,
  HOUR_MS,
  ME,
  openShop,
  ORDER,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
  WATCHER,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** What a reader is to see of what the buyer asked. */
const FACTS: Readonly<Record<string, readonly string[]>> = {
  'return-refund': ['¥258.00 Return & refund', 'Items ×2', 'Reason Damaged goods'],
  exchange: ['Please send the replacement first', 'Exchange for Sea green · 450 ml', 'Reason Wrong size or option'],
  'address-change': [
    'New address Zhejiang Hangzhou Binjiang 88 Jianghan Road He Yiqing',
    'Reason The recipient has moved',
  ],
  resend: ['Items ×1', 'Reason Damaged in transit'],
  'return-address': ['Items ×2', 'Reason Changed my mind'],
  repair: ['Items ×1', 'Reason Malfunction'],
  'return-postage': ['¥12.00 Return-postage refund', 'Carrier SF', 'Tracking number SF1234567890'],
  'delivery-issue': ['Reason No tracking updates', 'It has not moved for three days.'],
  'shipment-urging': ['Reason Late shipment', 'When will it leave?'],
  'signed-elsewhere': ['Reason Signed for in another city'],
  'logistics-stalled': ['Reason No tracking updates'],
  'invoice-urging': ['Invoice to Wuli Culture Ltd, Hangzhou', 'Reason Invoice not received'],
  'presale-deposit': ['¥50.00 Presale-deposit refund', 'Reason Late shipment'],
  'refund-before-shipment': ['¥258.00 Refund before shipment', 'Items ×2', 'Reason Ordered by mistake'],
  'commitment-claim': ['Commitment Ship-by promise', 'Reason Shipped late'],
};

/** An order that left later than the shop promises. */
const LATE = {
  order: { promised: { shipByMs: (ORDER.shippedAtMs ?? 0) - 1 } },
  policy: { commitments: BUILT_IN_COMMITMENTS },
};
/** All that buyers open. */
const REQUESTED = builtInTypes.filter(({ openedBy }) => !openedBy);

const isCovered = ({ key }: TicketType) => DEFAULT_POLICY.coveredTypes.includes(key);

describe('sidecard-task with every ticket type', () => {
  let shop: Shop;
  let client: Client;
  let panel: HTMLElement;

  async function open(type: TicketType, options: ShopOptions = {}, who = ME): Promise<void> {
    const promised = type.key === 'commitment-claim' ? LATE : {};
    shop = await openShop({ type: type.key, openedMsAgo: HOUR_MS, ...promised, ...options });
    client = shop.client(who);
    panel = show('sidecard-task', client, shop.ticketId);
  }
  const actions = (): readonly Action[] => client.ticket(shop.ticketId).get().view?.actions ?? [];
  const last = () => shop.backend.ticket(shop.ticketId)?.history.at(-1);

  /** Opens an offer's form, where it stands, and fills it in. */
  async function fillIn(type: TicketType, action: Action): Promise<void> {
    const move = transitionByKey(type, action.transition);
    const name = move?.labels ? label(move.labels, 'en') : '';
    await choose(panel, name);
    await formOpens(panel, name);
    await sees(panel, 'Sent to the chat');
    for (const field of move?.fields ?? []) await fillField(panel, field, action.limits?.[field.key]);
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  function works(type: TicketType): void {
    describe(type.key, () => {
      it('shows whose it is, what is asked and until when it is to be answered', async () => {
        await open(type);
        await sees(panel, 'Buyer’s request');
        const text = seen(panel);
        expect(text).to.match(/Needs answer .* left · Answer by /);
        for (const fact of FACTS[type.key] ?? ['no such type']) expect(text).to.contain(fact);
      });

      it('[R6] [R7] answers with the form of its first action, and says to the buyer what was shown', async () => {
        await open(type);
        await byRole(panel, 'button', 'More');
        const first = arrangeActions(actions()).primary;
        if (!first) throw new Error('nothing answers the deadline');
        await fillIn(type, first);
        await waitUntil(() => panel.shadowRoot?.querySelector('[part=preview] .bubble'));
        const preview = panel.shadowRoot?.querySelector('[part=preview] .bubble')?.textContent;
        const replied = oneEvent(panel, 'sidecard-reply');
        await press(panel, /tell He Yiqing/);
        await replied;
        expect(last()?.command).to.equal(first.command);
        expect(last()?.sentMessage?.text).to.equal(preview);
        await waitUntil(() => !seen(panel).includes('Needs answer'));
      });

      it('sends every other form that it can open with', async () => {
        await open(type);
        await byRole(panel, 'button', 'More');
        const { primary, buttons } = arrangeActions(actions());
        for (const action of buttons.filter((one) => one !== primary)) {
          clearPage();
          shop.close();
          await open(type);
          await fillIn(type, action);
          const replied = oneEvent(panel, 'sidecard-reply');
          await press(panel, /tell He Yiqing|^Send to He Yiqing/);
          await replied;
          expect([last()?.command, last()?.choice]).to.deep.equal([action.command, action.choice]);
        }
      });

      it('[R43] declines with a reason, a bad review not among them', async () => {
        await open(type);
        await choose(panel, 'Decline');
        await press(panel, 'Settled separately with the buyer', 'radio');
        expect(allByRole(panel, 'radio', /review/).length).to.equal(0);
        await fill(panel, 'Message to the buyer', 'We have written to you about it.');
        await press(panel, 'Decline and tell He Yiqing');
        await sees(panel, 'You declined: Settled separately with the buyer');
      });

      it('[R12] offers nothing to an account without the permission, and says so', async () => {
        await open(type, {}, WATCHER);
        await sees(panel, 'You do not have permission to handle after-sales tasks');
        expect(allByRole(panel, 'button', /Decline|More/).length).to.equal(0);
      });
    });
  }

  describe('[R3] covered', () => REQUESTED.filter(isCovered).forEach(works));
  describe('[R4] listed', () => REQUESTED.filter((type) => !isCovered(type)).forEach(works));

  it('[R43] shows a question about the product’s service as the reason', async () => {
    const repair = builtInTypes.find(({ key }) => key === 'repair')!;
    await open(repair, {
      request: { items: [{ itemId: 'mug', quantity: 1 }], reason: 'service', text: 'How is it cleaned?' },
    });
    await sees(panel, 'Reason Product service');
  });

  describe('[R4] [R19] a listed type with the platform intervening', () => {
    const type = builtInTypes.find(({ key }) => key === 'signed-elsewhere')!;
    const steps: readonly Step[] = [
      [ME, { command: 'decline', fields: { reason: 'delivered', text: 'Already delivered to the door.' } }],
      [BUYER, ESCALATE],
      [STAFF, BEGIN_REVIEW],
    ];
    beforeEach(async () => {
      await open(type, { steps });
      await sees(panel, 'Platform intervening');
      await byRole(panel, 'button', 'Give the parcel location');
    });

    it('has no message to staff', () => {
      expect([...within(panel)].some(({ localName }) => localName === 'sidecard-staff-message')).to.equal(false);
    });
    it('says nothing of a card', () => {
      expect(seen(panel)).not.to.match(/\bcards?\b/i);
    });
    it('can still be answered, and replied to', async () => {
      await press(panel, 'Reply to the buyer');
      await fill(panel, 'Reply to the buyer', 'We are asking the carrier.');
      await press(panel, 'Send to He Yiqing');
      await waitUntil(() => last()?.sentMessage?.text === 'We are asking the carrier.');
      const answer = actions().find(({ command }) => command === 'answer')!;
      await fillIn(type, answer);
      await press(panel, /tell He Yiqing/);
      await sees(panel, 'Waiting for confirmation');
      expect(seen(panel)).to.contain('Parcel location Said in a few words.');
    });
  });
});
