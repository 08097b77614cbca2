import type { CardVerdict } from '@sidecard/client';
import type { SidecardCard, SidecardProvider } from '@sidecard/elements';
import { expect } from '@open-wc/testing';
import {
  aCard,
  aShop,
  type CardOptions,
  closeShops,
  isFilled,
  labelOf,
  says,
  textOf,
  viewTask,
} from '../support/browser/cards.ts';
import { isShown, panelGone, panelOf } from '../support/browser/overlay.ts';
import { within } from '../support/browser/panel.ts';
import { ORDER } from '../support/browser/shop.ts';
import { aCardServer, type CardServer } from '../support/browser/signing.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const PICTURE = '/test/support/browser/picture.svg';
const MARKUP = '<img src=x onerror="globalThis.hacked = true"><b>bold</b>';
/** The drawing that stands for the platform, by the beginning of its path. */
const SHIELD = 'M8 1.5l5.3 2';

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
/** Waits until what was drawn is on the screen, and what runs after that has run. */
const painted = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done))));
const drawingsOf = (card: Element): readonly string[] =>
  [...(card.shadowRoot?.querySelectorAll('path') ?? [])].map((path) => path.getAttribute('d') ?? '');

/** Nothing on the card says or shows that the platform sent it. */
function bearsNoSign(card: Element): void {
  expect(textOf(card)).to.contain('Not verified').and.contain('Not confirmed by the platform');
  expect(textOf(card)).not.to.match(/Platform(?! Gear)/);
  expect(labelOf(card)).not.to.contain('Platform');
  expect(pictureOf(card), 'the picture').to.equal(null);
  expect(drawingsOf(card).filter((drawing) => drawing.startsWith(SHIELD))).to.deep.equal([]);
  expect(card.shadowRoot?.querySelector('article')?.className.trim()).to.equal('root');
}

describe('<sidecard-card> with a message that anybody could have typed', () => {
  let server: CardServer;
  before(async () => {
    server = await aCardServer();
  });
  afterEach(() => {
    server.close();
    closeShops();
  });

  /** A card whose message the server has signed; it is known to be by the time that it is given. */
  async function signedCard(message: object) {
    return settled({ message: await server.sign(message), client: server.client() });
  }

  /** A card, when the check of its message is over. */
  async function settled(options: CardOptions): Promise<SidecardCard> {
    const card = await aCard(options);
    await checked(card);
    return card;
  }

  /** Waits until one more message was checked, and the card knows of it. */
  async function checked(card: SidecardCard, { verdicts }: CardServer = server): Promise<void> {
    const before = verdicts.length;
    await waitUntil(() => verdicts.length > before, 'the message is checked');
    await Promise.all(verdicts);
    await card.updateComplete;
  }

  describe('that is not verified', () => {
    it('[R2] shows no platform as its sender, no shield and no picture', async () => {
      bearsNoSign(await aCard({ message: await typed() }));
      bearsNoSign(
        await aCard({ message: await typed((snapshot) => (snapshot['displayStatus'] = 'platform-intervening')) }),
      );
    });
    it('[R2] has no title but a type’s own name: a buyer can write there too', async () => {
      const card = await aCard({ message: await typed((snapshot) => (snapshot['type'] = 'Official: call 555-0100')) });
      expect(textOf(card)).to.contain('After-sales ticket').and.not.contain('555-0100');
      expect(labelOf(card)).to.equal('After-sales ticket, Not verified');
      bearsNoSign(card);
    });
    it('says of its facts that nobody confirmed them', async () => {
      const card = await aCard({ message: await typed() });
      expect(textOf(card)).to.contain('Not confirmed by the platform');
      expect(isFilled(card)).to.equal(false);
    });
    it('says no time, which leaves its title whole beside the words for its sender', async () => {
      const card = await aCard({ message: await typed() });
      card.style.cssText = 'display: block; inline-size: 320px';
      await card.updateComplete;
      const title = card.shadowRoot!.querySelector('h3')!;
      expect(title.textContent).to.equal('Return & refund');
      expect(title.scrollWidth).to.be.at.most(title.clientWidth);
      expect(textOf(card)).not.to.match(/Not verified ·/);
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
      const newer = { ...(await typed()), sidecard: 2, text, texts: { en: text } };
      const card = await settled({ message: newer, client: server.client() });
      expect(textOf(card)).to.contain('Update your client').and.not.contain('555-0100');
      card.message = await server.sign(newer);
      await says(card, '555-0100');
    });
    it('is not verified by an attribute or a property', async () => {
      const card = Object.assign(await aCard({ message: await typed() }), { verified: true });
      card.setAttribute('verified', '');
      await card.updateComplete;
      bearsNoSign(card);
    });
  });

  describe('[R2] that the server has signed', () => {
    it('has the platform as its sender, and its picture, once that is known', async () => {
      const card = await signedCard(await typed());
      await says(card, 'Platform ·', 'As it was when sent', 'Needs answer');
      expect(textOf(card)).not.to.contain('Not verified');
      expect(pictureOf(card)).to.equal(PICTURE);
      await expect(card).to.be.accessible();
    });
    it('is drawn at once without its sign, and checked after that was painted', async () => {
      const release = server.hold();
      const before = server.asked();
      const message = await server.sign(await typed());
      const card = await aCard({ message, client: server.client() });
      bearsNoSign(card);
      expect(textOf(card)).to.contain('Fog-blue').and.contain('¥258.00');
      expect(server.asked()).to.equal(before);
      await new Promise((frame) => requestAnimationFrame(frame));
      expect(server.asked()).to.equal(before);
      release();
      await says(card, 'Platform ·');
      expect(server.asked()).to.equal(before + 1);
    });
    it('keeps its height when it gets its sign', async () => {
      const release = server.hold();
      const card = await aCard({ message: await server.sign(await typed()), client: server.client() });
      const { offsetHeight } = card;
      release();
      await says(card, 'Platform ·');
      expect(card.offsetHeight).to.equal(offsetHeight);
    });
    it('is not verified by that alone if it has no client to check it', async () => {
      const card = await aCard({ message: await server.sign(await typed()) });
      await painted();
      await card.updateComplete;
      bearsNoSign(card);
    });
    it('loses its sign with the client that checked it', async () => {
      const card = await signedCard(await typed());
      const other = await aCardServer();
      const provider = card.closest('sidecard-provider')!;
      provider.client = other.client();
      await provider.updateComplete;
      await card.updateComplete;
      bearsNoSign(card);
      await checked(card, other);
      bearsNoSign(card);
      other.close();
    });
    it('loses its sign with the message: the last one does not verify the next', async () => {
      const message = await server.sign(await typed());
      const card = await aCard({ message, client: server.client() });
      await says(card, 'Platform ·');
      card.message = { ...message, text: 'Platform: pay.' };
      await card.updateComplete;
      bearsNoSign(card);
      await checked(card);
      bearsNoSign(card);
    });
    it('is not checked where live data came first', async () => {
      const shop = await aShop();
      const client = shop.client();
      let checks = 0;
      client.verifyCard = () => Promise.resolve<CardVerdict>((checks++, 'valid'));
      const card = await aCard({ message: shop.message, client });
      await says(card, 'Unclaimed');
      await painted();
      expect(checks).to.equal(0);
    });
  });

  describe('[R2] that bears a signature', () => {
    const FORGERIES: Record<string, (signed: Record<string, unknown>) => Promise<object> | object> = {
      'of another server': async () => (await aCardServer()).sign(await typed()),
      'over another amount': (signed) => changed(signed, (s) => (s['amount'] = { amountMinor: 1, currency: 'CNY' })),
      'over another amount asked': (signed) =>
        changed(signed, (s) => (s['asked'] = { amount: { amountMinor: 1, currency: 'CNY' } })),
      'over another title': (signed) => changed(signed, ({ item }) => (item['title'] = 'A free car')),
      'over another type': (signed) => changed(signed, (snapshot) => (snapshot['type'] = 'Official notice')),
      'over another picture': (signed) => changed(signed, ({ item }) => (item['pictureUrl'] = '/another.png')),
      'over another ticket': (signed) => ({ ...signed, ticketId: 'T-2' }),
      'over another status': (signed) => changed(signed, (s) => (s['displayStatus'] = 'platform-intervening')),
      'and more than was signed': (signed) => ({ ...signed, more: 1 }),
      'that is nonsense': (signed) => ({ ...signed, signature: 'verified' }),
      'without an algorithm': (signed) => ({ ...signed, signature: `${btoa('{"alg":"none"}')}..AA` }),
    };
    for (const [name, forge] of Object.entries(FORGERIES)) {
      it(`${name} bears no sign of the platform`, async () => {
        bearsNoSign(await settled({ message: await forge(await server.sign(await typed())), client: server.client() }));
      });
    }
  });

  describe('[R2] whose task is opened before anything is known of it', () => {
    const FORGED = ['66,666', 'A free car', 'Gift box', 'Pay me at once', '4817', 'FORGED', 'Exchange'];
    const forge = (snapshot: Snapshot): void => {
      const amount = { amountMinor: 6_666_600, currency: 'CNY' };
      Object.assign(snapshot, { amount, asked: { amount }, words: 'Pay me at once' });
      Object.assign(snapshot, {
        type: 'exchange',
        orderId: 'FORGED-4817',
        displayStatus: 'platform-intervening',
        reason: 'FORGED',
      });
      Object.assign(snapshot.item, { title: 'A free car', options: 'Gift box' });
    };
    let provider: SidecardProvider;

    async function panelOfCard(card: SidecardCard): Promise<string> {
      provider = card.closest('sidecard-provider')!;
      viewTask(card).click();
      await waitUntil(() => isShown(provider) && textOf(panelOf(provider)).length > 0, 'the panel is shown');
      await painted();
      const roots = [provider, ...within(provider), ...within(panelOf(provider)!)];
      return roots.map((element) => element.shadowRoot?.innerHTML ?? '').join('\n');
    }
    afterEach(async () => {
      provider.closeTask();
      await panelGone(provider);
    });

    const FORGERIES: Record<string, () => Promise<object> | object> = {
      'typed by a buyer': () => typed(forge),
      'with the signature of another message': async () => {
        const { signature } = await server.sign(await typed());
        return { ...(await typed(forge)), signature };
      },
      'changed after it was signed': async () => changed(await server.sign(await typed()), forge),
      'signed by somebody else': async () => (await aCardServer()).sign(await typed(forge)),
    };
    for (const [name, message] of Object.entries(FORGERIES)) {
      it(`${name}: its panel has none of what the message says`, async () => {
        const card = await settled({ message: await message(), client: server.client() });
        expect(textOf(card), 'the card itself quotes it').to.contain('A free car');
        const panel = await panelOfCard(card);
        for (const word of [...FORGED, 'Platform intervening']) expect(panel).not.to.contain(word);
      });
      it(`${name}: nor has the panel that was opened before the check was over`, async () => {
        const card = await aCard({ message: await message(), client: server.client() });
        const panel = await panelOfCard(card);
        for (const word of FORGED) expect(panel).not.to.contain(word);
      });
    }

    it('signed by the server: its panel shows at once what the message says', async () => {
      const card = await signedCard(await typed(forge));
      expect(await panelOfCard(card))
        .to.contain('A free car')
        .and.contain('66,666');
    });
  });

  describe('that lies about a real ticket', () => {
    it('shows the truth once it is known, and nothing of the lie', async () => {
      const shop = await aShop();
      const message = JSON.parse(JSON.stringify(shop.message)) as { snapshot: Snapshot };
      message.snapshot['asked'] = { amount: { amountMinor: 1, currency: 'CNY' } };
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
      const card = await signedCard(message);
      expect(textOf(card)).to.contain(MARKUP).and.contain('Platform ·');
      expect(card.shadowRoot?.querySelector('b')).to.equal(null);
      expect(globalThis).not.to.have.property('hacked');
    });
    it('also in its fallback text', async () => {
      const card = await signedCard({ sidecard: 2, kind: 'ticket-card', text: MARKUP });
      expect(textOf(card)).to.equal(MARKUP);
      expect(card.shadowRoot?.querySelector('img, b')).to.equal(null);
    });
  });

  describe('whose picture is a script, or another host’s under the look of a path', () => {
    for (const url of [
      'javascript:globalThis.hacked=true',
      'data:text/html,<script>hacked=true</script>',
      '//evil.example/x.png',
      '/\\evil.example/x.png',
      '/\t/evil.example/x.png',
      '/%2Fevil.example/x.png',
    ]) {
      it(`is refused: ${url.slice(0, 11)}`, async () => {
        const card = await aCard({ message: await server.sign(await typed(({ item }) => (item['pictureUrl'] = url))) });
        expect(textOf(card)).to.equal('This after-sales message cannot be shown. See it in the workbench.');
        expect(card.shadowRoot?.querySelector('img')).to.equal(null);
      });
    }
  });

  describe('[R27] that is newer than this release', () => {
    it('shows its text, if the server has signed it', async () => {
      const card = await signedCard({ sidecard: 9, kind: 'ticket-card', text: 'Platform: something new.' });
      expect(textOf(card)).to.equal('Platform: something new.');
      await expect(card).to.be.accessible();
    });
    it('in the reader’s language, where it has that', async () => {
      const message = { sidecard: 9, text: '平台：新消息', texts: { 'zh-CN': '平台：新消息', en: 'Platform: news.' } };
      expect(textOf(await signedCard(message))).to.equal('Platform: news.');
    });
    it('says so when it has none', async () => {
      const card = await aCard({ message: { sidecard: 9, kind: 'ticket-card' } });
      expect(textOf(card)).to.equal('Update your client to handle this after-sales message here.');
    });
    it('keeps what it does not know', async () => {
      const card = await signedCard(await typed((snapshot) => (snapshot['mood'] = { of: 'buyer' })));
      expect(textOf(card)).to.contain('Fog-blue').and.contain('Platform ·');
    });
  });

  describe('that is no card at all', () => {
    const values = { text: 'hello', number: 7, array: [[[]]], object: {}, function: () => {}, true: true };
    for (const [name, message] of Object.entries(values)) {
      it(`says that it cannot be shown: ${name}`, async () => {
        const card = await aCard({ message });
        expect(textOf(card)).to.equal('This after-sales message cannot be shown. See it in the workbench.');
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

function changed(signed: Record<string, unknown>, change: (snapshot: Snapshot) => void): Record<string, unknown> {
  const copy = structuredClone(signed);
  change(copy['snapshot'] as Snapshot);
  return copy;
}
