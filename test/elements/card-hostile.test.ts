import { expect } from '@open-wc/testing';
import { aCard, aShop, closeShops, isFilled, says, textOf } from '../support/browser/cards.ts';
import { ORDER } from '../support/browser/shop.ts';

const PICTURE = '/test/support/browser/picture.svg';
const MARKUP = '<img src=x onerror="globalThis.hacked = true"><b>bold</b>';

interface Snapshot extends Record<string, unknown> {
  item: Record<string, unknown>;
}

/** A message as a buyer could type it. */
async function typed(change: (snapshot: Snapshot) => void = () => {}): Promise<Record<string, unknown>> {
  const { message } = await aShop({ order: { items: [{ ...ORDER.items[0], pictureUrl: PICTURE }] } });
  const copy = JSON.parse(JSON.stringify(message)) as Record<string, unknown> & { snapshot: Snapshot };
  change(copy.snapshot);
  return copy;
}

const pictureOf = (card: Element): string | null => card.shadowRoot?.querySelector('img')?.getAttribute('src') ?? null;

describe('<sidecard-card> with a message from a stranger', () => {
  afterEach(closeShops);

  describe('that nobody vouches for', () => {
    it('[R2] shows no platform as its sender', async () => {
      const card = await aCard({ message: await typed() });
      expect(textOf(card)).to.contain('Not verified').and.not.contain('Platform ·');
    });
    it('says of its facts that nobody confirmed them', async () => {
      const card = await aCard({ message: await typed() });
      expect(textOf(card)).to.contain('Not confirmed by the platform');
      expect(isFilled(card)).to.equal(false);
    });
    it('loads no picture', async () => {
      const card = await aCard({ message: await typed() });
      expect(pictureOf(card)).to.equal(null);
    });
    it('is accessible', async () => {
      await expect(await aCard({ message: await typed() })).to.be.accessible();
    });
    it('[R27] does not say a newer message’s own words, nor stand under the platform’s sign', async () => {
      const text = 'Official: call 555-0100';
      const card = await aCard({ message: { ...(await typed()), sidecard: 2, text, texts: { en: text } } });
      expect(textOf(card)).to.contain('Update your client').and.not.contain('555-0100');
      card.verified = true;
      await card.updateComplete;
      expect(textOf(card)).to.contain('555-0100');
    });
    it('is not vouched for by an attribute', async () => {
      const card = await aCard({ message: await typed() });
      card.setAttribute('verified', '');
      await card.updateComplete;
      expect(textOf(card)).to.contain('Not verified');
    });
  });

  describe('that the host vouches for', () => {
    it('[R2] has the platform as its sender, and its picture', async () => {
      const card = await aCard({ message: await typed(), verified: true });
      expect(textOf(card)).to.contain('Platform ·').and.contain('As it was when sent');
      expect(pictureOf(card)).to.equal(PICTURE);
    });
    it('takes it back with the host', async () => {
      const card = await aCard({ message: await typed(), verified: true });
      card.verified = false;
      await card.updateComplete;
      expect(textOf(card)).to.contain('Not verified');
      expect(pictureOf(card)).to.equal(null);
    });
  });

  describe('that lies about a real ticket', () => {
    it('shows the truth once it is known, and nothing of the lie', async () => {
      const shop = await aShop();
      const message = JSON.parse(JSON.stringify(shop.message)) as { snapshot: Snapshot };
      message.snapshot['amount'] = { amountMinor: 1, currency: 'CNY' };
      message.snapshot.item['title'] = 'A free car';
      const card = await aCard({ message, client: shop.client() });
      await says(card, '¥258.00', 'Unclaimed');
      expect(textOf(card)).not.to.contain('A free car').and.not.contain('¥0.01');
    });
  });

  describe('that has markup in every string', () => {
    it('shows it as text', async () => {
      const message = await typed((snapshot) => {
        for (const key of ['type', 'orderId', 'reason', 'words']) snapshot[key] = MARKUP.slice(0, 60);
        Object.assign(snapshot.item, { title: MARKUP, options: MARKUP });
      });
      const card = await aCard({ message, verified: true });
      expect(textOf(card)).to.contain(MARKUP);
      expect(card.shadowRoot?.querySelector('b')).to.equal(null);
      expect(globalThis).not.to.have.property('hacked');
    });
    it('also in its fallback text', async () => {
      const card = await aCard({ message: { sidecard: 2, kind: 'ticket-card', text: MARKUP }, verified: true });
      expect(textOf(card)).to.equal(MARKUP);
      expect(card.shadowRoot?.querySelector('img, b')).to.equal(null);
    });
  });

  describe('whose picture is a script', () => {
    for (const url of ['javascript:globalThis.hacked=true', 'data:text/html,<script>hacked=true</script>']) {
      it(`is refused: ${url.slice(0, 11)}`, async () => {
        const card = await aCard({ message: await typed(({ item }) => (item['pictureUrl'] = url)), verified: true });
        expect(textOf(card)).to.equal('This after-sales message cannot be shown. Look in the workbench.');
        expect(card.shadowRoot?.querySelector('img')).to.equal(null);
      });
    }
  });

  describe('[R27] that is newer than this release', () => {
    it('shows its text, if the host vouches for it', async () => {
      const card = await aCard({
        message: { sidecard: 9, kind: 'ticket-card', text: 'Platform: something new.' },
        verified: true,
      });
      expect(textOf(card)).to.equal('Platform: something new.');
      await expect(card).to.be.accessible();
    });
    it('in the reader’s language, where it has that', async () => {
      const message = { sidecard: 9, text: '平台：新消息', texts: { 'zh-CN': '平台：新消息', en: 'Platform: news.' } };
      expect(textOf(await aCard({ message, verified: true }))).to.equal('Platform: news.');
    });
    it('says so when it has none', async () => {
      const card = await aCard({ message: { sidecard: 9, kind: 'ticket-card' } });
      expect(textOf(card)).to.equal('Update your client to handle this after-sales message here.');
    });
    it('keeps what it does not know', async () => {
      const card = await aCard({
        message: await typed((snapshot) => (snapshot['mood'] = { of: 'buyer' })),
        verified: true,
      });
      expect(textOf(card)).to.contain('Fog-blue');
    });
  });

  describe('that is no card at all', () => {
    const values = { text: 'hello', number: 7, array: [[[]]], object: {}, function: () => {}, true: true };
    for (const [name, message] of Object.entries(values)) {
      it(`says that it cannot be shown: ${name}`, async () => {
        const card = await aCard({ message });
        expect(textOf(card)).to.equal('This after-sales message cannot be shown. Look in the workbench.');
      });
    }
    it('is a card again with the next message', async () => {
      const card = await aCard({ message: 'hello' });
      card.message = await typed();
      await card.updateComplete;
      expect(textOf(card)).to.contain('Fog-blue');
      card.message = 'hello';
      await card.updateComplete;
      expect(textOf(card)).to.contain('cannot be shown');
      expect(card.ticketId, 'the ticket of the former message').to.equal('');
    });
  });

  describe('as JSON text', () => {
    it('is read', async () => {
      const card = await aCard({ message: JSON.stringify(await typed()) });
      expect(textOf(card)).to.contain('Fog-blue');
    });
  });
});
