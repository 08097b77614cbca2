import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Claims, type TestServer, type TestStream } from '../support/server.ts';

const SHOPS = 10;
/** Streams of each kind at each shop. */
const EACH = 100;

/** Somebody of each kind of stream. */
const KINDS: readonly ((n: number, merchantId: string) => Claims)[] = [
  // a main account handles tickets without being granted it
  (n, merchantId) => ({ party: 'merchant', accountId: `main-${n}`, main: true, merchantId }),
  (n, merchantId) => ({ party: 'merchant', accountId: `sub-${n}`, merchantId }),
  (n, merchantId) => ({ party: 'buyer', accountId: `buyer-${n}`, merchantId }),
  (n, merchantId) => ({ party: 'staff', accountId: `staff-${n}`, merchantId }),
];

let world: TestServer;
const reports: Error[] = [];
beforeAll(async () => {
  world = await startTestServer({ onError: (error) => reports.push(error) });
});
afterAll(() => world.stop());

describe('1,000 open streams of each kind', () => {
  it('get their news, with and without hints, and end with the server', { timeout: 600_000 }, async () => {
    const streams: { readonly shop: number; readonly stream: TestStream }[] = [];
    for (const kind of KINDS) {
      for (let shop = 0; shop < SHOPS; shop++) {
        for (let n = 0; n < EACH; n++) {
          const stream = await world.stream(kind(n, `shop-${shop}`));
          await stream.until('ready');
          streams.push({ shop, stream });
        }
      }
      await world.server.tick();
    }
    expect(streams).toHaveLength(4_000);

    // by a server that gives no hints: the sweep has to ask for every stream
    const silent = await startTestServer({ database: world.database, clock: world.clock });
    for (let shop = 0; shop < SHOPS; shop++) {
      const { ticket } = await silent.create({}, { party: 'host', accountId: 'backend', merchantId: `shop-${shop}` });
      expect(ticket.workflow).toBe('awaiting-merchant');
    }
    await world.server.tick();
    const ticketsIn = ({ text }: TestStream) => text.match(/^event: ticket$/gm)?.length ?? 0;
    for (const { stream } of streams) {
      await stream.pending();
      expect(stream.text).not.toContain('event: reset');
    }
    expect(streams.filter(({ stream }) => ticketsIn(stream) === 1)).toHaveLength(3 * SHOPS * EACH);
    expect((await world.server.fetch(new Request('http://sidecard.test/readyz'))).status).toBe(200);

    await silent.server.stop();
    await world.server.stop();
    for (const { stream } of streams) await stream.pending();
    expect(streams.filter(({ stream }) => !stream.ended)).toEqual([]);
    expect(reports).toEqual([]);
  });
});
