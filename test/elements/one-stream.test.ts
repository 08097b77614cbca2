import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { CardDelivery } from '@sidecard/core/wire';
import type { MemoryIdentity } from '@sidecard/server/memory';
import { expect } from '@open-wc/testing';
import { aShop, closeShops } from '../support/browser/cards.ts';
import { CLAIM, COLLEAGUE, ME, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const clients: Client[] = [];
let accounts = 0;

/** An account of its own for each test, because the pages of an account share. */
const someone = (): MemoryIdentity => ({ ...ME, accountId: `one-stream-${++accounts}` });

/** A client as each page of an account has one, and the event streams that it has opened. Requests can be refused, by the end of their URL. */
function page(shop: Shop, who: MemoryIdentity, { refuses }: { readonly refuses?: string } = {}) {
  const line = shop.backend.as(who);
  const { url, fetch: send } = line;
  const streams: { readonly after: string | null; readonly signal: AbortSignal | null | undefined }[] = [];
  const transport = httpTransport({
    url,
    sharesStream: true,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (refuses && request.url.endsWith(refuses)) return Response.json({ code: 'not-found' }, { status: 404 });
      if (!request.url.endsWith('/events')) return send(input, init);
      streams.push({ after: request.headers.get('last-event-id'), signal: init?.signal });
      return send(input, init);
    },
  });
  const claims = btoa(JSON.stringify({ sub: who.accountId, merchantId: 'shop-1', party: who.party }));
  const client = createClient({
    transport,
    storage: memoryStorage(),
    getToken: () => Promise.resolve(`e30.${claims}.x`),
  });
  clients.push(client);
  const stop = client.ticket(shop.ticketId).subscribe(() => {});
  const handled = (): string | undefined => client.ticket(shop.ticketId).get().view?.claim?.accountId;
  return { client, line, streams, stop, isLive: () => client.connection.get().state === 'live', handled };
}

/** Pages that are all live. */
async function livePages(shop: Shop, ...accounts: readonly MemoryIdentity[]) {
  const pages = accounts.map((who) => page(shop, who));
  await waitUntil(() => pages.every(({ isLive }) => isLive()), 'live');
  return pages;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  closeShops();
});

describe('[R8] the pages of an account', () => {
  it('share one stream: all are live, and all hear of what happens', async () => {
    const shop = await aShop();
    const who = someone();
    const pages = await livePages(shop, who, who, who);
    expect(pages.flatMap(({ streams }) => streams).length).to.equal(1);
    await shop.act(COLLEAGUE, CLAIM);
    await waitUntil(() => pages.every(({ handled }) => handled() !== undefined), 'the claim');
    const late = page(shop, who);
    await waitUntil(late.isLive, 'live');
    await shop.act(COLLEAGUE, { command: 'release' });
    await waitUntil(() => [...pages, late].every(({ handled }) => handled() === undefined), 'the release');
    expect([...pages, late].flatMap(({ streams }) => streams).length).to.equal(1);
  });

  it('go on without a gap when the page that reads is closed', async () => {
    const shop = await aShop();
    const who = someone();
    const first = page(shop, who);
    await waitUntil(first.isLive, 'live');
    const others = [page(shop, who), page(shop, who)];
    await waitUntil(() => others.every(({ isLive }) => isLive()), 'live');
    await shop.act(COLLEAGUE, CLAIM);
    await waitUntil(() => others.every(({ handled }) => handled() !== undefined), 'the claim');
    first.client.close();
    await shop.act(COLLEAGUE, { command: 'release' });
    await waitUntil(() => others.every(({ handled }) => handled() === undefined), 'the release');
    const opened = others.flatMap(({ streams }) => streams);
    expect(opened.length).to.equal(1);
    expect(opened[0]?.after).to.match(/\.\d+$/);
    expect(others.every(({ isLive }) => isLive())).to.equal(true);
  });

  it('hand over when the page that reads shows nothing any more', async () => {
    const shop = await aShop();
    const who = someone();
    const first = page(shop, who);
    await waitUntil(first.isLive, 'live');
    const second = page(shop, who);
    await waitUntil(second.isLive, 'live');
    first.stop();
    await waitUntil(() => first.streams[0]?.signal?.aborted, 'the stream closed');
    await shop.act(COLLEAGUE, CLAIM);
    await waitUntil(() => second.handled() !== undefined, 'the claim');
    expect(second.streams.length).to.equal(1);
  });

  it('[R1] get a card whose acknowledgement was refused, if they join later', async () => {
    const shop = await aShop();
    const who = someone();
    const first = page(shop, who, { refuses: '/ack' });
    await waitUntil(first.isLive, 'live');
    const shown: CardDelivery[] = [];
    first.client.cards.subscribe((delivery) => void shown.push(delivery));
    await waitUntil(() => shown.length === 1, 'the card');
    const later = page(shop, who);
    const got: CardDelivery[] = [];
    later.client.cards.subscribe((delivery) => void got.push(delivery));
    await waitUntil(() => got.length === 1, 'the card in the later page');
    expect(got[0]?.messageId).to.equal(shown[0]?.messageId);
    expect(later.streams.length).to.equal(0);
  });

  it('[R1] get the cards and replies that nobody has acknowledged, also if they join later', async () => {
    const shop = await aShop();
    const who = someone();
    const first = page(shop, who);
    await waitUntil(first.isLive, 'live');
    const second = page(shop, who);
    await waitUntil(second.isLive, 'live');
    const got: CardDelivery[] = [];
    second.client.cards.subscribe((delivery) => void got.push(delivery));
    await waitUntil(() => got.length === 1, 'the card');
    const third = page(shop, who);
    const again: CardDelivery[] = [];
    third.client.cards.subscribe((delivery) => void again.push(delivery));
    await waitUntil(third.isLive, 'live');
    await shop.another();
    await waitUntil(() => got.length === 2 && again.length === 1, 'the next card');
    expect(again[0]?.messageId).to.equal(got[1]?.messageId);
  });

  it('share with nobody else: another account has a stream of its own', async () => {
    const shop = await aShop();
    const pages = await livePages(shop, someone(), someone());
    expect(pages.map(({ streams }) => streams.length)).to.deep.equal([1, 1]);
  });

  it('try no more often in an outage than one page would, and are live again together', async () => {
    const shop = await aShop();
    const who = someone();
    const pages = await livePages(shop, who, who);
    const attempts = (): number => pages.flatMap(({ streams }) => streams).length;
    for (const { line } of pages) line.goOffline();
    await waitUntil(() => pages.some(({ client }) => client.connection.get().state === 'offline'), 'offline');
    const before = attempts();
    const began = performance.now();
    await waitUntil(() => attempts() >= before + 6, 'six attempts', { timeout: 30_000 });
    // Each page waits for half a second at least after each of its own.
    expect(performance.now() - began).to.be.greaterThan(900);
    for (const { line } of pages) line.goOnline();
    window.dispatchEvent(new Event('online'));
    await waitUntil(() => pages.every(({ isLive }) => isLive()), 'live');
  }).timeout(60_000);

  it('have a stream each where the browser refuses channels', async () => {
    const shop = await aShop();
    const who = someone();
    const { BroadcastChannel: real } = window;
    window.BroadcastChannel = class extends EventTarget {
      constructor() {
        super();
        throw new DOMException('Not here.', 'SecurityError');
      }
    } as unknown as typeof BroadcastChannel;
    try {
      const pages = await livePages(shop, who, who);
      expect(pages.map(({ streams }) => streams.length)).to.deep.equal([1, 1]);
    } finally {
      window.BroadcastChannel = real;
    }
  });

  for (const [name, wake] of [
    ['a frozen page', () => document.dispatchEvent(new Event('resume'))],
    [
      'the back and forward cache',
      () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    ],
    ['the network', () => window.dispatchEvent(new Event('online'))],
  ] as const) {
    it(`open another stream, one for all, after a sleep of ${name}`, async () => {
      const shop = await aShop();
      const who = someone();
      const pages = await livePages(shop, who, who);
      const opened = () => pages.flatMap(({ streams }) => streams);
      const running = () => opened().filter(({ signal }) => !signal?.aborted);
      const [first] = opened();
      wake();
      await waitUntil(() => first?.signal?.aborted, 'the former stream closed');
      await waitUntil(() => running().length === 1 && pages.every(({ isLive }) => isLive()), 'live again');
      expect(running()[0]?.after).to.match(/\.\d+$/);
      await shop.act(COLLEAGUE, CLAIM);
      await waitUntil(() => pages.every(({ handled }) => handled() !== undefined), 'the claim');
    });
  }
});
