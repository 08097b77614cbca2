import { createClient, memoryStorage } from '@sidecard/client';
import type { SidecardCard } from '@sidecard/elements';
import type { Locale } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';
import { expect } from '@open-wc/testing';
import { aCard, aShop, closeShops, isFilled, labelOf, says, textOf, viewTask } from '../support/browser/cards.ts';
import { CLAIM, COLLEAGUE, connect, ME, ORDER, REQUEST, unknown, WATCHER } from '../support/browser/shop.ts';
import { STATES } from '../support/browser/card-states.ts';

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

  it('begins the line of the number of pieces where the name begins, also without options', async () => {
    const [{ options: _options, ...plain }] = ORDER.items;
    const shop = await aShop({ order: { items: [plain] } });
    const card = await aCard({ message: shop.message });
    const starts = ['.name', '.qty'].map((part) => card.shadowRoot!.querySelector(part)!.getBoundingClientRect().left);
    expect(starts[1]).to.equal(starts[0]);
  });

  it('has an icon before its status while nothing has confirmed it', async () => {
    const card = await aCard({ message: (await aShop()).message });
    expect(card.shadowRoot!.querySelector('.status path')?.getAttribute('d')).not.to.equal('');
  });

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
