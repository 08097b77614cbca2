import { createClient, memoryStorage } from '@sidecard/client';
import type { SidecardCard } from '@sidecard/elements';
import type { Locale } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';
import type { MemoryIdentity } from '@sidecard/server/memory';
import { expect } from '@open-wc/testing';
import { aCard, aShop, closeShops, isFilled, labelOf, says, textOf, viewTask } from '../support/browser/cards.ts';
import {
  AGREE,
  ASK_EVIDENCE,
  ADDRESS,
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  connect,
  DECLINE,
  ESCALATE,
  DAY_MS,
  HOUR_MS,
  ME,
  ORDER,
  PAID,
  RECEIVE,
  REQUEST,
  SEND_BACK,
  type ShopOptions,
  STAFF,
  type Step,
  unknown,
  WATCHER,
} from '../support/browser/shop.ts';

interface State extends ShopOptions {
  readonly title: string;
  readonly who?: MemoryIdentity;
  readonly label: string;
  readonly words: readonly string[];
  readonly filled: boolean;
}

const ESCALATED = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
] as const;

/** The shop has goods to repair. */
const TAKEN_IN: readonly Step[] = [
  [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
  [BUYER, SEND_BACK],
  [ME, RECEIVE],
];
const QUOTE: Step = [
  ME,
  {
    command: 'propose',
    choice: 'quote',
    fields: { fee: { amountMinor: 3_800, currency: 'CNY' }, text: 'The warmer.' },
  },
];

/** Every state of a live card that a reader can meet. */
const STATES: readonly State[] = [
  {
    title: 'new: the shop is to answer and nobody is on it',
    label: 'Return & refund, Needs answer',
    words: ['Platform', 'Buyer: box crushed', '1 d 3 h left', 'by 5 Jul, 18:02', 'Unclaimed', '×2', '¥258.00'],
    filled: true,
  },
  {
    title: 'all but over, and mine',
    openedMsAgo: 47.3 * HOUR_MS,
    steps: [47.2 * HOUR_MS, [ME, CLAIM]],
    label: 'Return & refund, Needs answer',
    words: ['41 min left', 'Assigned to you'],
    filled: true,
  },
  {
    title: 'a colleague is on it',
    steps: [19.9 * HOUR_MS, [COLLEAGUE, CLAIM]],
    label: 'Return & refund, Needs answer',
    words: ['Assigned to Zhou Min'],
    filled: false,
  },
  {
    title: '[R11] [R12] without the permission to handle',
    who: WATCHER,
    label: 'Return & refund, Needs answer',
    words: ['You cannot handle this', '1 d 3 h left'],
    filled: false,
  },
  {
    title: "the buyer's move",
    steps: [HOUR_MS, [ME, AGREE]],
    label: 'Return & refund, Waiting for return',
    words: ['Agreed; waiting for the return', 'Buyer has 6 d 4 h'],
    filled: false,
  },
  {
    title: 'on its way back',
    steps: [HOUR_MS, [ME, AGREE], [BUYER, SEND_BACK]],
    label: 'Return & refund, Confirm receipt',
    words: ['confirm when it arrives', '9 d 4 h left'],
    filled: true,
  },
  {
    title: 'declined',
    steps: [HOUR_MS, [ME, DECLINE]],
    label: 'Return & refund, Declined',
    words: ['the buyer can escalate to the platform', 'Buyer has 6 d 4 h'],
    filled: false,
  },
  {
    title: '[R15] the platform is intervening',
    steps: [HOUR_MS, ...ESCALATED],
    label: 'Return & refund, Platform intervening',
    words: ['Platform staff are reviewing both sides', 'Platform is reviewing'],
    filled: false,
  },
  {
    title: '[R18] the platform asks the shop for evidence',
    steps: [HOUR_MS, ...ESCALATED, [STAFF, ASK_EVIDENCE]],
    label: 'Return & refund, Platform intervening',
    words: ['Platform staff request evidence from you', '1 d 4 h left'],
    filled: false,
  },
  {
    title: 'resolved, and paid',
    steps: [HOUR_MS, [ME, AGREE], [BUYER, SEND_BACK], HOUR_MS, [ME, RECEIVE], PAID],
    label: 'Return & refund, Resolved',
    words: ['Refunded ¥258.00', 'Done 3 Jul, 20:02', 'Handled by you'],
    filled: false,
  },
  {
    title: 'resolved by a colleague, money under way',
    steps: [HOUR_MS, [COLLEAGUE, AGREE], [BUYER, SEND_BACK], HOUR_MS, [COLLEAGUE, RECEIVE]],
    label: 'Return & refund, Resolved',
    words: ['Refund of ¥258.00 in progress', 'Handled by Zhou Min'],
    filled: false,
  },
  {
    title: 'resolved by a payment that is no refund',
    type: 'return-postage',
    steps: [HOUR_MS, [ME, { command: 'agree', fields: { postage: { amountMinor: 1_200, currency: 'CNY' } } }], PAID],
    label: 'Return-postage refund, Resolved',
    words: ['Paid ¥12.00'],
    filled: false,
  },
  {
    title: '[R47] closed, and the buyer is charged',
    type: 'exchange',
    steps: [
      HOUR_MS,
      [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
      [ME, { command: 'fulfil', choice: 'done', fields: { carrier: 'SF', trackingNumber: 'SF9876543210' } }],
      8 * DAY_MS,
      [STAFF, BEGIN_REVIEW],
      [
        STAFF,
        {
          command: 'rule',
          choice: 'for-merchant',
          fields: { text: 'Kept.', charge: { amountMinor: 25_800, currency: 'CNY' } },
        },
      ],
    ],
    label: 'Exchange, Closed',
    words: ['The buyer must pay ¥258.00'],
    filled: false,
  },
  {
    title: 'resolved without any money',
    type: 'address-change',
    openedMsAgo: HOUR_MS,
    stage: 'paid',
    steps: [[ME, { command: 'agree' }]],
    label: 'Address change, Resolved',
    words: ['Done as the buyer asked'],
    filled: false,
  },
  {
    title: 'a parcel to be redirected',
    type: 'address-change',
    steps: [[ME, { command: 'agree' }]],
    label: 'Address change, To be sent',
    words: ['Agreed; intercept the parcel'],
    filled: true,
  },
  {
    title: 'goods to go back as they came',
    type: 'repair',
    steps: [...TAKEN_IN, QUOTE, [BUYER, { command: 'reject-proposal' }]],
    label: 'Repair, To be sent',
    words: ['Send the goods back to the buyer'],
    filled: true,
  },
  {
    title: 'the buyer is asked for proof',
    steps: [[ME, { command: 'ask-for-proof', fields: { text: 'A photo of the rim.' } }]],
    label: 'Return & refund, Waiting for buyer',
    words: ['Waiting for the buyer’s proof'],
    filled: false,
  },
  {
    title: 'the buyer has a quote',
    type: 'repair',
    steps: [...TAKEN_IN, QUOTE],
    label: 'Repair, Waiting for buyer',
    words: ['Waiting for the buyer’s answer'],
    filled: false,
  },
  {
    title: 'the buyer is to pay',
    type: 'repair',
    steps: [...TAKEN_IN, QUOTE, [BUYER, { command: 'accept-proposal' }]],
    label: 'Repair, Waiting for buyer',
    words: ['Waiting for the buyer’s payment'],
    filled: false,
  },
  {
    title: 'closed',
    steps: [HOUR_MS, [BUYER, { command: 'withdraw' }]],
    label: 'Return & refund, Closed',
    words: ['The buyer withdrew the request', 'Closed 3 Jul, 19:02', 'No action was needed'],
    filled: false,
  },
  {
    title: 'long texts',
    order: {
      items: [
        { ...ORDER.items[0], title: 'Extra-large foldable splash-proof tote for commuters '.repeat(3), quantity: 12 },
      ],
    },
    request: {
      ...REQUEST,
      text: 'I paid the postage three times, and was promised it back. '.repeat(6),
      items: [{ itemId: 'mug', quantity: 12 }],
    },
    steps: [19.9 * HOUR_MS, [{ ...COLLEAGUE, name: 'Ouyang Narentuya-Alexandra of Hohhot' }, CLAIM]],
    label: 'Return & refund, Needs answer',
    words: ['×12', 'Assigned to Ouyang Narentuya-Alexandra of Hohhot'],
    filled: false,
  },
];

describe('<sidecard-card>', () => {
  afterEach(closeShops);

  for (const { title, who = ME, label, words, filled, ...options } of STATES) {
    describe(`[R1] live: ${title}`, () => {
      let card: SidecardCard;
      beforeEach(async () => {
        const shop = await aShop(options);
        card = await aCard({ message: shop.message, client: shop.client(who) });
        await says(card, ...words);
      });

      it('says what it is and where it stands', () => {
        expect(labelOf(card)).to.equal(label);
      });
      it(`has its button ${filled ? 'filled: it is for this reader to act' : 'outlined'}`, () => {
        expect(isFilled(card)).to.equal(filled);
      });
      it('is accessible', async () => {
        await expect(card).to.be.accessible();
      });
    });
  }

  for (const locale of ['zh-CN', 'en'] satisfies Locale[]) {
    for (const width of [200, 240, 320, 420, 480]) {
      it(`has one height in every state: ${locale}, ${width} px`, async () => {
        const heights = new Map<string, number>();
        for (const { title, who = ME, ...options } of STATES) {
          const shop = await aShop({ ...options, locale });
          const card = await aCard({ message: shop.message, client: shop.client(who), width });
          const sent = card.offsetHeight;
          heights.set(`${title}, as sent`, sent);
          await says(card, { 'zh-CN': '平台 ·', en: 'Platform ·' }[locale]);
          heights.set(title, card.offsetHeight);
        }
        const known = await aShop({ locale });
        const client = known.client();
        client.line.goOffline();
        heights.set('loading', (await aCard({ ticketId: known.ticketId, client, width })).offsetHeight);
        expect(new Set(heights.values()).size, JSON.stringify([...heights])).to.equal(1);
      });
    }
  }

  describe('what the types know, of which a card loads none', () => {
    it('[R43] is the reason, where the buyer left no words', async () => {
      const { text: _text, ...request } = REQUEST;
      const shop = await aShop({ request });
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Buyer: Damaged goods', 'Unclaimed');
    });

    it('is the name of a type of the host’s own', async () => {
      const shop = await aShop({ type: unknown.key, policy: { coveredTypes: [unknown.key] } });
      const client = createClient({
        transport: connect(shop.backend, ME),
        storage: memoryStorage(),
        locale: 'en',
      });
      const card = await aCard({ message: shop.message, client });
      await says(card, 'Try before you buy', 'Unclaimed');
      client.close();
    });
  });

  describe('[R1] says what is asked, not what the order cost', () => {
    const box = { ...ORDER.items[0], id: 'box', title: 'Gift box', quantity: 3 };
    const items = [
      { itemId: 'mug', quantity: 1 },
      { itemId: 'box', quantity: 2 },
    ];
    const order = { items: [...ORDER.items, box] as const };
    const SIZE: FieldValues = { reason: 'size', wanted: 'Grey', text: 'too small', items };

    it('pieces of several items, live and as sent', async () => {
      const shop = await aShop({ type: 'exchange', order, request: SIZE });
      const sent = await aCard({ message: shop.message });
      const live = await aCard({ message: shop.message, client: shop.client() });
      await says(live, 'Unclaimed');
      for (const card of [sent, live]) expect(textOf(card)).to.contain('3 items').and.not.contain('¥');
    });

    it('pieces of one item, and the amount for them', async () => {
      const request = { ...REQUEST, amount: { amountMinor: 8_000, currency: 'CNY' }, items: [items[1]!] };
      const shop = await aShop({ order, request });
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Unclaimed', 'Gift box', '×2', '¥80.00');
    });

    it('[R27] of a message of an earlier release what that said', async () => {
      const { message } = await aShop({ order, request: { ...REQUEST, items } });
      const { asked: _, ...snapshot } = message.snapshot;
      const card = await aCard({ message: { ...message, snapshot } });
      expect(textOf(card)).to.contain('×1').and.contain('¥258.00');
    });
  });

  describe('by its ticket id alone', () => {
    let card: SidecardCard;
    beforeEach(async () => {
      const shop = await aShop();
      card = await aCard({ ticketId: shop.ticketId, client: shop.client() });
    });

    it('shows the ticket once it is loaded', async () => {
      await says(card, 'Return & refund', 'Platform', 'Fog-blue handmade mug');
    });
  });

  describe('when the ticket changes', () => {
    it('[R8] follows it without a word to screen readers', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Unclaimed');
      const article = card.shadowRoot?.querySelector('article');

      await shop.act(COLLEAGUE, CLAIM);

      await says(card, 'Assigned to Zhou Min');
      expect(card.shadowRoot?.querySelector('article'), 'the same nodes').to.equal(article);
      expect(card.shadowRoot?.querySelectorAll('[role=status], [role=alert], [role=timer]')).to.have.length(0);
      expect(article?.getAttribute('aria-live'), 'nor by the chat’s own live list').to.equal('off');
    });

    it('[R14] a grant fills the button by itself', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message, client: shop.client(WATCHER) });
      await says(card, 'You cannot handle this');

      await shop.backend.setPermissions(WATCHER.accountId, ['task.handle']);

      await says(card, 'Unclaimed');
      expect(isFilled(card)).to.equal(true);
    });

    it('shows the same in two places', async () => {
      const shop = await aShop();
      const client = shop.client();
      const cards = [await aCard({ message: shop.message, client }), await aCard({ ticketId: shop.ticketId, client })];
      for (const card of cards) await says(card, 'Unclaimed');

      await shop.act(ME, CLAIM);

      for (const card of cards) await says(card, 'Assigned to you');
    });
  });

  describe('when the element is given another ticket', () => {
    it('is keyed by ticket id: nothing of the former stays', async () => {
      const shop = await aShop();
      const other = await shop.another({ items: [{ ...ORDER.items[0], title: 'A teapot' }] });
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Unclaimed', 'Fog-blue');

      card.message = other.message;
      await card.updateComplete;

      expect(card.ticketId).to.equal(other.ticketId);
      expect(textOf(card)).to.contain('A teapot').and.not.contain('Fog-blue');
      await says(card, 'A teapot', 'Unclaimed');
    });

    it('a new id puts the message of the old one away', async () => {
      const shop = await aShop();
      const other = await shop.another({ items: [{ ...ORDER.items[0], title: 'A teapot' }] });
      const card = await aCard({ message: shop.message, client: shop.client() });

      card.setAttribute('ticket-id', other.ticketId);
      await card.updateComplete;

      expect(textOf(card)).not.to.contain('Fog-blue');
      await says(card, 'A teapot');
    });
  });

  describe('when the network is away', () => {
    it('keeps what it has, says of when it is, and does not count', async () => {
      const shop = await aShop();
      const client = shop.client();
      const card = await aCard({ message: shop.message, client });
      await says(card, '1 d 3 h left');

      client.line.goOffline();

      await says(card, 'Offline, as of 14:02', 'By 5 Jul, 18:02');
      expect(textOf(card)).not.to.contain('left');
      expect(isFilled(card)).to.equal(false);
      await expect(card).to.be.accessible();
    });
  });

  describe('the time', () => {
    it('is said once and for all to a screen reader, and the count is not', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message, client: shop.client(), width: 240 });
      await says(card, '1 d 3 h left');

      const [count] = [...(card.shadowRoot?.querySelectorAll('[aria-hidden=true]') ?? [])].filter(({ textContent }) =>
        textContent?.includes('left'),
      );
      expect(count, 'the count').to.exist;
      expect(count?.parentElement?.textContent).to.contain('by 5 Jul, 18:02');
    });
  });

  describe('[R4] of a type that is not covered', () => {
    it('is one sentence', async () => {
      const shop = await aShop({ type: 'shipment-urging' });
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Shipment urging: see it in the workbench.', 'order …8817');
      expect(card.shadowRoot?.querySelector('button')).to.equal(null);
      await expect(card).to.be.accessible();
    });
  });

  describe('a ticket that is not of this shop', () => {
    it('is said to be none', async () => {
      const shop = await aShop();
      const card = await aCard({ message: { ...shop.message, ticketId: 'T-EVIL' }, client: shop.client() });
      await says(card, 'not found');
      expect(textOf(card)).not.to.contain('Fog-blue');
    });
  });

  describe('with words of the host’s own', () => {
    it('says them', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message, client: shop.client() });
      const provider = card.closest('sidecard-provider');
      if (provider) provider.texts = { viewTask: 'Go to the task', owner: { nobody: 'Whose is it?' } };
      await says(card, 'Go to the task', 'Whose is it?');
    });

    it('and speaks the language it is told', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message, client: shop.client() });
      card.closest('sidecard-provider')?.setAttribute('locale', 'zh');
      await says(card, '退货退款', '待认领');
      expect(viewTask(card).textContent).to.equal('查看任务');
    });
  });
});
