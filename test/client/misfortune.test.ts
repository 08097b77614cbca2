import { type Client, createClient } from '@sidecard/client';
import type { Session, TicketPage, TicketView } from '@sidecard/core/wire';
import type { MemoryBackend } from '@sidecard/server/memory';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUYER, MAIN } from '../support/server.ts';
import { DECLINE, memoryShop, type Shop } from './support/shops.ts';
import { tampered, type TamperedTransport } from './support/tampered.ts';
import { eventually, record, settled, until } from './support/until.ts';

describe('a stream that lies', () => {
  let shop: Shop;
  let backend: MemoryBackend;
  let wire: TamperedTransport;
  let client: Client;
  let ticket: TicketView;

  beforeEach(async () => {
    ({ shop, backend } = memoryShop());
    ticket = await shop.create();
    wire = tampered(shop.line(MAIN).transport);
    client = createClient({ transport: wire });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
  });
  afterEach(() => client.close());

  it('with a gap: says stale, keeps the screen, takes a snapshot and goes on', async () => {
    const states = record(client.connection);
    const shown = record(client.ticket(ticket.id));
    wire.loseFrame('ticket');
    await shop.act(MAIN, ticket.id, DECLINE);
    await shop.act(MAIN, ticket.id, { command: 'claim' });
    await until(client.ticket(ticket.id), ({ view }) => view?.claim !== undefined);
    await until(client.connection, ({ state }) => state === 'live');
    expect(states.map(({ state }) => state)).toEqual(['live', 'stale', 'live']);
    expect(wire.resumedFrom).toEqual([undefined, undefined]);
    expect(shown.every(({ view }) => view)).toBe(true);
    await shop.act(BUYER, ticket.id, { command: 'escalate' });
    await until(client.ticket(ticket.id), ({ view }) => view?.displayStatus === 'platform-intervening');
  });

  it('with a frame twice: takes the first, and goes on', async () => {
    const states = record(client.connection);
    const shown = record(client.ticket(ticket.id));
    const forged = { ...ticket, number: 'forged', version: 99 };
    wire.replaceFrame('ticket', (frame) => [frame, { ...frame, data: { ticket: forged } }]);
    await shop.act(MAIN, ticket.id, { command: 'claim' });
    await shop.act(MAIN, ticket.id, DECLINE);
    await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
    expect(shown.map(({ view }) => view?.number)).not.toContain('forged');
    expect(states.map(({ state }) => state)).toEqual(['live']);
    expect(wire.resumedFrom).toHaveLength(1);
  });

  it('is not live before it has brought what was missed', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const line = shop.line(MAIN);
    let resumed = false;
    const slow = createClient({
      transport: {
        request: (request) => line.transport.request(request),
        async *events(request) {
          for await (const frame of line.transport.events(request)) {
            if (request.lastEventId && frame.event === 'ticket') {
              resumed = true;
              await gate;
            }
            yield frame;
          }
        },
      },
    });
    const stop = slow.ticket(ticket.id).subscribe(() => {});
    await until(slow.connection, ({ state }) => state === 'live');
    line.breakStream();
    await until(slow.connection, ({ state }) => state === 'stale');
    await shop.act(MAIN, ticket.id, DECLINE);
    const states = record(slow.connection);
    await eventually(() => resumed);
    await settled();
    expect(states.map(({ state }) => state)).toEqual(['stale']);
    open();
    await until(slow.connection, ({ state }) => state === 'live');
    expect(slow.ticket(ticket.id).get().view?.workflow).toBe('declined');
    stop();
    slow.close();
  });

  it('with another epoch, as after a backup was restored: begins anew', async () => {
    const states = record(client.connection);
    await backend.restore();
    await until(client.connection, ({ state }) => state === 'stale');
    await until(client.connection, ({ state }) => state === 'live');
    expect(states.map(({ state }) => state)).toEqual(['live', 'stale', 'live']);
    await shop.act(MAIN, ticket.id, DECLINE);
    await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
  });

  it('with the server’s orderly end: comes back without a word', async () => {
    const states = record(client.connection);
    await backend.dropStreams();
    await eventually(() => wire.resumedFrom.length === 2);
    await shop.act(MAIN, ticket.id, DECLINE);
    await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
    expect(states.map(({ state }) => state)).toEqual(['live']);
    expect(wire.resumedFrom[1]).toMatch(/\.\d+$/);
  });

  describe('answers and frames that overtake each other', () => {
    it('never go back: an old answer after a new frame changes nothing', async () => {
      const versions = record(client.ticket(ticket.id));
      const gate = wire.holdAnswer(({ method, path }) => method === 'GET' && path.endsWith(ticket.id));
      client.refresh(ticket.id);
      await gate.held;
      await shop.act(MAIN, ticket.id, DECLINE);
      await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
      gate.release();
      await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
      const seen = versions.map(({ view }) => view?.version ?? 0);
      expect(seen).toEqual([...seen].sort((one, other) => one - other));
      expect(client.ticket(ticket.id).get().view?.workflow).toBe('declined');
    });

    it('settle on the newest when a command’s answer comes after the frames of it and of the next', async () => {
      const gate = wire.holdAnswer(({ path }) => path.endsWith('/commands'));
      const sending = client.send(ticket.id, DECLINE);
      await gate.held;
      await shop.act(BUYER, ticket.id, { command: 'escalate' });
      await until(client.ticket(ticket.id), ({ view }) => view?.displayStatus === 'platform-intervening');
      const after = record(client.ticket(ticket.id));
      gate.release();
      expect((await sending).status).toBe('confirmed');
      await until(client.ticket(ticket.id), ({ pending }) => pending === undefined);
      expect(new Set(after.map(({ view }) => view?.displayStatus))).toEqual(new Set(['platform-intervening']));
    });

    it('miss nothing between a load that is slow and a stream that begins meanwhile', async () => {
      const slow = tampered(shop.line(MAIN).transport);
      const gate = slow.holdAnswer(({ path }) => path.endsWith(ticket.id));
      const late = createClient({
        transport: {
          request: (request) => slow.request(request),
          async *events(request) {
            await gate.held;
            await shop.act(MAIN, ticket.id, DECLINE);
            yield* slow.events(request);
          },
        },
      });
      const states = record(late.ticket(ticket.id));
      await until(late.session, (session) => session !== undefined);
      await eventually(() => slow.resumedFrom.length === 1);
      gate.release();
      await until(late.connection, ({ state }) => state === 'live');
      expect(states.at(-1)?.view?.workflow).toBe('declined');
      late.close();
    });

    it('leave the newest session, whichever answer comes last', async () => {
      const gate = wire.holdAnswer(({ path }) => path.startsWith('/v1/session'));
      client.refresh();
      await gate.held;
      wire.changeAnswers(
        ({ path }) => path.startsWith('/v1/session'),
        (answer) => ({ ...answer, body: { ...(answer.body as Session), name: 'Renamed' } }),
      );
      client.refresh();
      await until(client.session, (session) => session?.name === 'Renamed');
      const names = record(client.session);
      wire.changeAnswers(
        ({ path }) => path.startsWith('/v1/session'),
        (answer) => ({ ...answer, body: { ...(answer.body as Session), name: 'Old' } }),
      );
      gate.release();
      await until(client.connection, ({ state }) => state === 'live');
      await settled();
      expect(new Set(names.map((session) => session?.name))).toEqual(new Set(['Renamed']));
    });

    it('show what a refusal brings, though the stream is silent', async () => {
      const mute = createClient({
        transport: {
          request: (request) => wire.request(request),
          async *events({ signal }) {
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          },
        },
      });
      await until(mute.ticket(ticket.id), ({ status }) => status === 'ready');
      await shop.act(BUYER, ticket.id, { command: 'withdraw' });
      expect(await mute.send(ticket.id, DECLINE)).toMatchObject({ error: { code: 'version-conflict' } });
      expect(mute.ticket(ticket.id).get().view?.workflow).toBe('closed');
      mute.close();
    });

    it('miss nothing between a load and a stream that begins after it', async () => {
      const slow = tampered(shop.line(MAIN).transport);
      let open = (): void => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      const late = createClient({
        transport: {
          request: (request) => slow.request(request),
          async *events(request) {
            await opened;
            yield* slow.events(request);
          },
        },
      });
      await until(late.ticket(ticket.id), ({ status }) => status === 'ready');
      await shop.act(MAIN, ticket.id, DECLINE);
      open();
      const { view } = await until(late.ticket(ticket.id), (state) => state.view?.workflow === 'declined');
      expect(view?.workflow).toBe('declined');
      late.close();
    });
  });

  it('forgets in the list what it could have missed and nobody looks at', async () => {
    const seen = await shop.create();
    await until(client.tickets, (tickets) => tickets.size === 2);
    await until(client.connection, ({ state }) => state === 'live');
    // it stands on a later page by now
    wire.changeAnswers(
      ({ path }) => path.startsWith('/v1/tickets?'),
      (answer) => {
        const page = answer.body as TicketPage;
        return { ...answer, body: { ...page, tickets: page.tickets.filter(({ id }) => id === ticket.id) } };
      },
    );
    wire.loseFrame('ticket');
    await shop.act(MAIN, seen.id, DECLINE);
    await shop.act(MAIN, ticket.id, { command: 'claim' });
    await until(client.tickets, (tickets) => tickets.size === 1);
    expect(client.tickets.get().get(ticket.id)?.claim).toBeDefined();
  });

  it('that comes back sends at once what waited for it', async () => {
    let busy = true;
    const line = shop.line(MAIN);
    const away = createClient({
      transport: {
        request: async (request) =>
          request.path.endsWith('/commands') && busy
            ? { status: 503, body: undefined, retryAfterMs: 3_600_000 }
            : line.transport.request(request),
        events: (request) => line.transport.events(request),
      },
    });
    await until(away.ticket(ticket.id), ({ status }) => status === 'ready');
    // A stream that nobody listens to is closed after a second, and is not opened again.
    away.connection.subscribe(() => {});
    await until(away.connection, ({ state }) => state === 'live');
    expect((await away.send(ticket.id, DECLINE)).status).toBe('queued');
    busy = false;
    line.breakStream();
    await until(away.outbox, (entries) => entries.length === 0);
    expect((await shop.asStaff(ticket.id)).workflow).toBe('declined');
    away.close();
  });

  it('is live though the server cannot give one of its tickets, and asks for that again', async () => {
    const other = await shop.create();
    let broken = true;
    const inner = shop.line(MAIN).transport;
    const picky = createClient({
      transport: {
        request: async (request) =>
          request.path.endsWith(other.id) && broken ? { status: 503, body: undefined } : inner.request(request),
        events: (request) => inner.events(request),
      },
    });
    const stop = picky.ticket(other.id).subscribe(() => {});
    const failed = until(picky.ticket(other.id), ({ status }) => status === 'failed');
    await until(picky.ticket(ticket.id), ({ status }) => status === 'ready');
    expect((await failed).error?.code).toBe('server-error');
    await until(picky.connection, ({ state }) => state === 'live');
    broken = false;
    await until(picky.ticket(other.id), ({ status }) => status === 'ready');
    stop();
    picky.close();
  });

  it('comes back at once when the environment says that the network is there', async () => {
    const listeners = new Map<string, () => void>();
    vi.stubGlobal('addEventListener', (event: string, listener: () => void) => listeners.set(event, listener));
    vi.stubGlobal('removeEventListener', (event: string) => listeners.delete(event));
    const line = shop.line(MAIN);
    line.goOffline();
    let attempts = 0;
    const away = createClient({
      transport: {
        request: (request) => line.transport.request(request),
        events(request) {
          attempts++;
          return line.transport.events(request);
        },
      },
    });
    const held = away.ticket(ticket.id).subscribe(() => {});
    await until(away.connection, ({ state }) => state === 'offline');
    await eventually(() => attempts >= 2);
    line.goOnline();
    const begun = performance.now();
    listeners.get('online')?.();
    await until(away.connection, ({ state }) => state === 'live');
    expect(performance.now() - begun).toBeLessThan(400);
    held();
    away.close();
    expect(listeners.size).toBe(0);
    vi.unstubAllGlobals();
  });

  it('spreads its returns: half a second at least, then longer and longer, never over thirty seconds', async () => {
    const waits: number[] = [];
    const timers = globalThis.setTimeout;
    globalThis.setTimeout = ((work: () => void, ms = 0) => {
      // After a second a request is unanswered.
      if (ms >= 500 && ms !== 1000) waits.push(ms);
      return timers(work, 0);
    }) as typeof setTimeout;
    try {
      const away = createClient({
        transport: {
          request: () => Promise.reject(new TypeError('away')),
          async *events() {
            throw new TypeError('away');
          },
        },
      });
      const stop = away.connection.subscribe(() => {});
      await eventually(() => waits.length >= 40);
      stop();
      away.close();
    } finally {
      globalThis.setTimeout = timers;
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    expect(Math.max(...waits)).toBeGreaterThan(10_000);
    expect(new Set(waits).size).toBeGreaterThan(30);
  });
});
