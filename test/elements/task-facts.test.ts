import type { Client } from '@sidecard/client';
import { expect, oneEvent } from '@open-wc/testing';
import type { Command } from '@sidecard/core/authoring';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  focused,
  formOpens,
  press,
  seen,
  sees,
  show,
} from '../support/browser/panel.ts';
import {
  ADDRESS,
  AGREE,
  BEGIN_REVIEW,
  BUYER,
  DAY_MS,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  ME,
  NOW_MS,
  openShop,
  ORDER,
  PAID,
  RECEIVE,
  SEND_BACK,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });
const PARCEL = { carrier: 'ZTO', trackingNumber: 'ZT55667788' };
const ACCEPT: Command = { command: 'accept-proposal' };
const TAKEN_IN: readonly Step[] = [
  [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
  [BUYER, SEND_BACK],
  [ME, RECEIVE],
];
const HANDED_OVER: Step = [
  ME,
  { command: 'hand-over', choice: 'resend', fields: { items: [{ itemId: 'mug', quantity: 2 }], text: 'It is lost.' } },
];
const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];

describe('what sidecard-task says of a ticket', () => {
  let shop: Shop;
  let client: Client;
  let panel: HTMLElement;

  async function open(options: ShopOptions = {}, who = ME, locale: 'en' | 'zh-CN' = 'en'): Promise<void> {
    shop = await openShop(options);
    client = shop.client(who);
    panel = show('sidecard-task', client, shop.ticketId, { locale });
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  describe('of terms', () => {
    const QUOTED: readonly Step[] = [
      ...TAKEN_IN,
      [ME, { command: 'propose', choice: 'quote', fields: { fee: yuan(38), text: 'The warmer is broken.' } }],
    ];

    it('names a proposal as the shop’s own to the shop', async () => {
      await open({ type: 'repair', steps: QUOTED });
      await sees(panel, 'Your proposal Repair fee ¥38.00 The warmer is broken.');
    });

    it('and as the shop’s to the buyer', async () => {
      await open({ type: 'repair', steps: QUOTED }, BUYER);
      await sees(panel, "The shop's proposal Repair fee ¥38.00 The warmer is broken.");
      expect(seen(panel)).not.to.contain('Your proposal');
    });

    it('tells agreed ones by the labels of their forms: address, then the refund that was taken', async () => {
      await open({ steps: [[ME, AGREE]] });
      await sees(panel, /Agreed Refund amount ¥258\.00 Return address .*8 Taoyang Road/);
    });

    it('tells items, a day, a choice and a place that no term is called after', async () => {
      const agreed = [
        [
          'resend',
          { command: 'propose', choice: 'part', fields: { items: [{ itemId: 'mug', quantity: 1 }], text: 'One.' } },
          'Your proposal Items to resend ×1 One.',
        ],
        [
          'return-address',
          { command: 'agree', fields: { returnAddress: ADDRESS, postageBy: 'merchant' } },
          'Postage paid by the shop',
        ],
        [
          'shipment-urging',
          { command: 'answer', fields: { byDay: '2026-07-06', text: 'Soon.' } },
          'Agreed Ships by 6 Jul',
        ],
        [
          'signed-elsewhere',
          { command: 'answer', fields: { place: 'The parcel locker', text: 'It is there.' } },
          'Agreed Parcel location The parcel locker',
        ],
      ] as const;
      for (const [type, command, words] of agreed) {
        await open({ type, steps: [[ME, command]], openedMsAgo: HOUR_MS });
        await sees(panel, words);
        clearPage();
        shop.close();
      }
    });

    it('tells that goods go back as they came', async () => {
      await open({
        type: 'repair',
        openedMsAgo: 3 * DAY_MS,
        steps: [
          ...TAKEN_IN,
          [ME, { command: 'fulfil', choice: 'failed', fields: { reason: 'no-parts', text: 'There are no parts.' } }],
          [ME, { command: 'return-goods', fields: PARCEL }],
        ],
      });
      await sees(panel, 'Goods sent back as they came');
      expect(seen(panel))
        .to.contain('From the buyer · SF SF1234567890')
        .and.to.contain('To the buyer · ZTO ZT55667788');
      expect(seen(panel)).to.contain('You could not complete it: Parts unavailable');
    });
  });

  it('shows where the order goes', async () => {
    await open({ order: { shipTo: ADDRESS } });
    await sees(panel, 'Ship to · Jiangxi Jingdezhen 8 Taoyang Road');
  });

  it('says what the time that runs is for', async () => {
    await open({ type: 'address-change', openedMsAgo: HOUR_MS, steps: [[ME, { command: 'agree' }]] });
    await sees(panel, /To be sent .* left · Redirect the parcel by 7 Jul, 13:02/);
  });

  it('[R46] [R49] names the order’s other cases and how they stand, and says that the order has changed', async () => {
    await open({ type: 'delivery-issue' });
    await sees(panel, /^Delivery issue/);
    await sees(panel, 'Buyer’s other tickets None');
    expect(seen(panel)).not.to.contain('Changed since');
    // The order is looked up for the second ticket.
    const { id, items } = shop.backend.ticket(shop.ticketId)?.order ?? ORDER;
    const { ticketId } = await shop.another({ id, items: [{ ...items[0], paid: yuan(100) }] });
    const { number } = shop.backend.ticket(ticketId) ?? { number: '' };
    await sees(
      panel,
      new RegExp(`Buyer’s other tickets 1 · 1 in progress Delivery issue · ticket ${number} this order · Needs answer`),
    );
    await sees(panel, 'Changed since this ticket was opened: items or amounts');
    await shop.backend.act(BUYER, ticketId, { command: 'withdraw' });
    await sees(panel, `Delivery issue · ticket ${number} this order · The buyer withdrew the request`);
    await press(panel, /^Delivery issue · ticket/);
    await sees(panel, new RegExp(`^Delivery issue He Yiqing Order …8817 Ticket ${number}`));
  });

  describe('of a linked ticket', () => {
    beforeEach(async () => {
      await open({ type: 'delivery-issue', steps: [HANDED_OVER] });
      await sees(panel, 'opened from this ticket');
    });

    it('says its type, number and what led to what', () => {
      expect(seen(panel)).to.match(/Buyer’s other tickets .*Resend · ticket \S+ opened from this ticket/);
    });

    it('opens it in place, with focus on its heading, and leads back', async () => {
      const [link] = client.ticket(shop.ticketId).get().view?.links ?? [];
      const opening = oneEvent(panel, 'sidecard-task-open');
      await press(panel, /^Resend · ticket/);
      expect((await opening).detail).to.deep.equal({ ticketId: link?.ticketId });
      await sees(panel, /^Resend He Yiqing Order …8817 Ticket/);
      await waitUntil(() => focused()?.textContent === 'Resend');
      await sees(panel, 'led to this ticket');
      await press(panel, /^Delivery issue · ticket/);
      await sees(panel, /^Delivery issue He Yiqing Order …8817 Ticket/);
    });

    it('leaves it to a host that has a place of its own', async () => {
      panel.addEventListener('sidecard-task-open', (event) => event.preventDefault());
      await press(panel, /^Resend · ticket/);
      expect((panel as HTMLElementTagNameMap['sidecard-task']).ticketId).to.equal(shop.ticketId);
    });
  });

  describe('of how it ended', () => {
    const POSTAGE: Step = [ME, { command: 'agree', fields: { postage: yuan(12) } }];
    const FAILED = [PAID[0], { command: 'record-settlement', choice: 'failed' }] as const;

    it('speaks of a payment where it is no refund: on its way, made, or not arrived', async () => {
      await open({ type: 'return-postage', steps: [POSTAGE] });
      await sees(panel, 'Payment of ¥12.00 in progress');
      clearPage();
      await open({ type: 'return-postage', steps: [POSTAGE, PAID] });
      await sees(panel, 'Paid ¥12.00');
      expect(seen(panel)).to.contain('The payment was made').and.to.contain('You agreed to refund ¥12.00');
      clearPage();
      await open({ type: 'return-postage', steps: [POSTAGE, FAILED] });
      await sees(panel, 'Payment of ¥12.00 failed');
    });

    it('speaks of a refund where it is one', async () => {
      await open({ type: 'presale-deposit', steps: [[ME, { command: 'agree', fields: { amount: yuan(50) } }], PAID] });
      await sees(panel, 'Refunded ¥50.00');
    });

    it('says that it was met where no money moves', async () => {
      await open({
        type: 'return-address',
        steps: [[ME, { command: 'agree', fields: { returnAddress: ADDRESS, postageBy: 'buyer' } }]],
      });
      await sees(panel, 'Done as the buyer asked');
    });

    it('says that it was not, where both sides left it at that', async () => {
      await open({
        type: 'repair',
        openedMsAgo: 3 * DAY_MS,
        steps: [
          ...TAKEN_IN,
          [ME, { command: 'fulfil', choice: 'failed', fields: { reason: 'no-parts', text: 'There are no parts.' } }],
          [ME, { command: 'return-goods', fields: PARCEL }],
          [BUYER, { command: 'confirm-fulfilment' }],
        ],
      });
      await sees(panel, 'Closed by mutual agreement');
    });

    it('says what was paid beside the refund that the buyer took', async () => {
      await open({
        type: 'resend',
        steps: [
          [ME, { command: 'propose', choice: 'refund', fields: { amount: yuan(100), text: 'Out of stock.' } }],
          [BUYER, ACCEPT],
          PAID,
        ],
      });
      await sees(panel, 'Refunded ¥100.00');
    });
  });

  describe('[R18] [R35] of a ruling', () => {
    const RULED: Command = {
      command: 'rule',
      choice: 'refund',
      fields: {
        amount: yuan(100),
        compensation: yuan(20),
        commitment: 'designated-carrier',
        text: 'Another carrier came than was agreed.',
      },
    };
    const policy = {
      commitments: [
        {
          key: 'designated-carrier',
          labels: { 'zh-CN': '指定快递', en: 'Designated carrier' },
          trigger: { kind: 'other-carrier', faults: [] },
          window: { from: 'closed' },
          paidFrom: 'deposit-first',
        },
      ],
    } as const;
    const BROKEN = { carrier: 'SF', promised: { carrier: 'ZTO' }, closedAtMs: NOW_MS - DAY_MS };

    it('shows each amount, the promise that it rests on, and that it comes from the deposit first', async () => {
      await open({ steps: [...INTERVENING, [STAFF, RULED]], policy, order: BROKEN });
      await sees(
        panel,
        'The platform ruled: Refund, no return Another carrier came than was agreed. Refund amount ¥100.00 Compensation ¥20.00 Applicable commitment Designated carrier Paid from the deposit first',
      );
      expect(seen(panel)).to.contain('Payment of ¥120.00 in progress');
    });

    it('lets staff choose among the commitments that the shop broke, or none', async () => {
      await open({ steps: INTERVENING, policy, order: BROKEN }, STAFF);
      await choose(panel, 'Refund, no return');
      await formOpens(panel, 'Refund, no return');
      await byRole(panel, 'radio', 'Designated carrier');
      await press(panel, 'Designated carrier', 'radio');
      await press(panel, 'None', 'radio');
      await fill(panel, 'Refund amount', '100');
      await fill(panel, 'Reasoning', 'Both have a point.');
      await press(panel, /^Refund, no return/);
      await waitUntil(() => shop.backend.ticket(shop.ticketId)?.rulings.length === 1);
      expect(shop.backend.ticket(shop.ticketId)?.rulings[0]?.commitment).to.equal(undefined);
    });

    it('leaves the choice out where the shop has none', async () => {
      await open({ steps: INTERVENING }, STAFF);
      await choose(panel, 'Refund, no return');
      await formOpens(panel, 'Refund, no return');
      expect(seen(panel)).not.to.contain('Applicable commitment');
    });
  });

  it('[R16] lets the shop take more time for a repair, once, and says how much', async () => {
    await open({ type: 'repair', steps: TAKEN_IN, openedMsAgo: DAY_MS });
    await choose(panel, 'Extend the repair time');
    await formOpens(panel, 'Extend the repair time');
    await fill(panel, 'Additional hours', '24');
    await fill(panel, 'Message to the buyer', 'A part is on its way.');
    await press(panel, /tell He Yiqing/);
    await sees(panel, 'You extended the deadline by 24 h');
    await press(panel, 'More');
    expect(allByRole(panel, 'menuitem', 'Extend the repair time').length).to.equal(0);
  });

  it('says facts, terms and actions in Chinese as well', async () => {
    await open(
      {
        type: 'repair',
        locale: 'zh-CN',
        openedMsAgo: DAY_MS,
        steps: [
          ...TAKEN_IN,
          [ME, { command: 'propose', choice: 'quote', fields: { fee: yuan(38), text: '加热片坏了' } }],
        ],
      },
      BUYER,
      'zh-CN',
    );
    await sees(panel, '商家的方案 维修费 ¥38.00 加热片坏了');
    expect(seen(panel)).to.contain('前答复报价或方案').and.to.contain('商家提出方案');
  });
});
