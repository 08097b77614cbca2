import type { Problem } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMapsStore } from '@sidecard/server/memory';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';

const people = peopleOf('metrics');
const AGREE_LATE_MS = 60 * 86_400_000;
let world: TestServer;

beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

/** The series of the server's metrics with their values. */
async function figures(): Promise<ReadonlyMap<string, number>> {
  const lines = (await world.server.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('metrics of a server', () => {
  it('count requests, refusals, writes, streams, how long frames take and how late deadlines are', async () => {
    const stream = await world.stream(people.buyer);
    await stream.until('ready');
    const { ticket } = await world.create({}, people.buyer);
    await stream.until('ticket');
    await world.command<Problem>(people.sub, ticket.id, { command: 'agree', version: 1, fields: {} });
    world.clock.advance(AGREE_LATE_MS);
    await world.server.tick();
    const counted = await figures();
    expect(Object.fromEntries(counted)).toMatchObject({
      'sidecard_requests_total{method="GET",route="/v1/events",status="200"}': 1,
      'sidecard_requests_total{method="POST",route="/v1/tickets",status="201"}': 1,
      'sidecard_requests_total{method="POST",route="/v1/tickets/:id/commands",status="403"}': 1,
      'sidecard_refusals_total{code="permission-missing"}': 1,
      'sidecard_commands_total{event="ticket-created",outcome="done"}': 1,
      'sidecard_streams_opened_total{party="buyer"}': 1,
      'sidecard_request_duration_seconds_count{kind="write"}': 2,
      sidecard_errors_total: 0,
      sidecard_ready: 1,
      'sidecard_database_connections{state="waiting"}': 0,
    });
    expect(counted.get('sidecard_delivery_lag_seconds_count')).toBeGreaterThan(0);
    expect(counted.get('sidecard_deadline_lateness_seconds_count')).toBeGreaterThan(0);
    expect(counted.get('sidecard_deadline_lateness_seconds_sum')).toBeGreaterThan(86_400);
  });

  it('tell how many streams are open, and since when a deadline is due', async () => {
    const stream = await world.stream(people.main);
    await stream.until('ready');
    await world.create({}, people.buyer);
    world.clock.advance(AGREE_LATE_MS);
    const counted = await figures();
    expect(counted.get('sidecard_streams{party="merchant"}')).toBe(1);
    expect(counted.get('sidecard_deadline_overdue_seconds')).toBeGreaterThan(86_400);
    await stream.close();
    expect((await figures()).get('sidecard_streams{party="merchant"}')).toBeUndefined();
  });

  it('have a bounded number of series, whatever is requested, and nothing of people', async () => {
    const before = (await figures()).size;
    for (let n = 0; n < 50; n++) {
      await world.get(people.buyer, `/v1/secret-${n}`);
      await world.get(people.buyer, `/v1/tickets/secret-${n}`);
      await world.command(people.buyer, `secret-${n}`, { command: `secret-${n}`, version: 1 });
      await world.send(people.buyer, `SECRET${n}`, '/v1/tickets');
    }
    expect((await figures()).size).toBeLessThan(before + 40);
    const text = await world.server.metrics();
    expect(text).not.toMatch(/secret/i);
    for (const { accountId, name = accountId } of Object.values(people)) {
      expect(text).not.toContain(accountId === 'main' ? 'Boss' : `"${accountId}"`);
      expect(text).not.toContain(name);
    }
  });
});

describe('the text for Prometheus', () => {
  const SERIES = /^[a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})? (?:[\d.]+(?:e[+-]\d+)?)$/;

  it('has each metric once, described, with its series below, and cumulative buckets', async () => {
    const names: string[] = [];
    for (const line of (await world.server.metrics()).trimEnd().split('\n')) {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (name) names.push(name);
      if (type) expect(['counter', 'gauge', 'histogram']).toContain(type);
      if (line.startsWith('#')) expect(line).toMatch(/^# (HELP \S+ \S.*\.|TYPE \S+ \w+)$/);
      else expect([line, SERIES.test(line), line.startsWith(names.at(-1) ?? '-')]).toEqual([line, true, true]);
    }
    expect([...new Set(names)]).toEqual(names);
    const writes = [...(await figures())].filter(([series]) =>
      /^sidecard_request_duration_seconds_bucket\{kind="write"/.test(series),
    );
    expect(writes.length).toBeGreaterThan(5);
    expect(writes.at(-1)).toEqual([
      'sidecard_request_duration_seconds_bucket{kind="write",le="+Inf"}',
      (await figures()).get('sidecard_request_duration_seconds_count{kind="write"}'),
    ]);
    const counts = writes.map(([, count]) => count);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('has what can be read while the database cannot', async () => {
    const store = { ...createMapsStore(), nextDeadline: () => Promise.reject(new Error('gone')) };
    const text = await (await startTestServer({ store })).server.metrics();
    expect(text).toContain('# TYPE sidecard_deadline_overdue_seconds gauge\n#');
    expect(text).toContain('\nsidecard_ready 1\n');
  });
});

describe('a server whose database is away when it starts', () => {
  it('is alive, refuses requests, and counts and logs them', async () => {
    const store = { ...createMapsStore(), migrate: () => Promise.reject(new Error('gone')) };
    const logged: unknown[] = [];
    const away = await startTestServer({
      store,
      onError: () => undefined,
      onRequest: ({ atMs: _at, ...entry }) => void logged.push(entry),
    });
    const status = async (path: string) => (await away.server.fetch(new Request(`http://sidecard.test${path}`))).status;
    expect([await status('/healthz'), await status('/readyz'), await status('/v1/session')]).toEqual([200, 503, 503]);
    const text = await away.server.metrics();
    expect(text).toContain('sidecard_requests_total{method="GET",route="none",status="503"} 1\n');
    expect(text).toContain('sidecard_refusals_total{code="unavailable"} 1\n');
    expect(logged).toEqual([{ method: 'GET', route: 'none', status: 503, tookMs: 0, code: 'unavailable' }]);
  });
});
