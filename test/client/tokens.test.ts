import { type ClientStorage, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { settled, until } from './support/until.ts';

const URL_BASE = 'https://sidecard.test/desk/';

describe('tokens', () => {
  afterEach(() => vi.useRealTimers());

  const session = (accountId: string): Session => ({
    party: 'merchant',
    accountId,
    name: accountId,
    merchantId: 'shop-1',
    main: true,
    permissions: [],
    serverTimeMs: Date.now(),
    protocol: 1,
    capabilities: [],
    degraded: [],
    epoch: 'epoch',
    permissionGuideUrl: '',
  });
  const jwt = (claims: object) =>
    ['e30', btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''), 'x'].join('.');
  let issued = 0;
  /** A server that answers GET /v1/session by the token, and takes only those that `valid` says. */
  function world(
    life: number,
    valid: (token: string) => boolean = () => true,
    away: () => boolean = () => false,
    storage: ClientStorage = memoryStorage(),
    instead: () => Promise<string> | undefined = () => undefined,
  ) {
    const calls = { tokens: 0, requests: [] as string[] };
    let sub = 'lin';
    const getToken = async () => {
      const other = instead();
      if (other) return other;
      calls.tokens++;
      await new Promise((resolve) => setImmediate(resolve));
      return jwt({ sub, merchantId: 'shop-1', party: 'merchant', iat: 1000, exp: 1000 + life, jti: ++issued });
    };
    const transport = httpTransport({
      url: URL_BASE,
      fetch: (input, init) => {
        const request = new Request(input, init);
        const token = request.headers.get('authorization')?.slice(7) ?? '';
        calls.requests.push(`${request.method} ${new URL(request.url).pathname}`);
        if (away() && request.method === 'POST') return Promise.reject(new TypeError('away'));
        if (!valid(token)) return Promise.resolve(Response.json({ code: 'unauthenticated' }, { status: 401 }));
        const claims = JSON.parse(atob(token.split('.')[1] ?? '')) as { sub: string };
        if (new URL(request.url).pathname.endsWith('/session'))
          return Promise.resolve(Response.json(session(claims.sub)));
        return Promise.resolve(Response.json({ code: 'not-found' }, { status: 404 }));
      },
    });
    const client = createClient({ transport, getToken, storage });
    return { client, calls, become: (next: string) => void (sub = next) };
  }

  it('are asked for once, however many need one, and kept', async () => {
    const { client, calls } = world(600);
    await Promise.all(['a', 'b', 'c'].map((id) => until(client.ticket(id), ({ status }) => status === 'not-found')));
    await client.send('a', { command: 'reply', fields: { text: 'x' } });
    expect(calls.tokens).toBe(1);
    client.close();
  });

  it('are used to their end while the next one is on its way', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    let hangs = false;
    const hanging = () => (hangs ? new Promise<string>(() => {}) : undefined);
    const { client, calls } = world(600, undefined, undefined, undefined, hanging);
    const ask = () => client.send('a', { command: 'reply', fields: { text: 'x' } });
    await ask();
    hangs = true;
    vi.setSystemTime(Date.now() + 500_000);
    const before = calls.requests.length;
    await ask();
    expect(calls.requests.length).toBeGreaterThan(before);
    vi.setSystemTime(Date.now() + 101_000);
    void ask();
    const after = calls.requests.length;
    await settled();
    expect(calls.requests.length).toBe(after);
    client.close();
  });

  it('are renewed at 80 % of their life, by their length and not by the device’s clock', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { client, calls } = world(600);
    const ask = () => client.send('a', { command: 'reply', fields: { text: 'x' } });
    await ask();
    vi.setSystemTime(Date.now() + 479_000);
    await ask();
    expect(calls.tokens).toBe(1);
    vi.setSystemTime(Date.now() + 2000);
    await ask();
    expect(calls.tokens).toBe(2);
    client.close();
  });

  it('are renewed once after a 401, and the request is sent again', async () => {
    const spent = new Set<string>();
    let first = '';
    const { client, calls } = world(600, (token) => {
      first ||= token;
      spent.add(token);
      return token !== first;
    });
    await until(client.session, (value) => value !== undefined);
    expect(spent.size).toBe(2);
    expect(calls.tokens).toBe(2);
    client.close();
  });

  it('are renewed for a lone request too', async () => {
    let first = '';
    const { client, calls } = world(600, (token) => (first ||= token) !== token);
    expect(await client.accounts.ask()).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(calls.tokens).toBe(2);
    expect(calls.requests.filter((called) => called.endsWith('/ask'))).toHaveLength(2);
    client.close();
  });

  it('that are refused again end in a refusal, not in a loop', async () => {
    const { client, calls } = world(600, () => false);
    const { error } = await until(client.ticket('a'), ({ status }) => status === 'failed');
    expect(error?.code).toBe('unauthenticated');
    expect(calls.requests.filter((called) => called.endsWith('/a'))).toHaveLength(2);
    // The server is there.
    expect(client.connection.get().state).toBe('connecting');
    client.close();
  });

  it('of another account leave nothing of the former on the screen', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { client, become } = world(600);
    const stop = client.session.subscribe(() => {});
    await until(client.session, (value) => value?.accountId === 'lin');
    client.drafts.set('a', 'reply', { text: 'Lin’s' });
    // the page of the host changed hands; its next token says so
    become('mo');
    vi.setSystemTime(Date.now() + 500_000);
    client.refresh();
    await until(client.session, (value) => value?.accountId === 'mo');
    expect(client.drafts.draft('a', 'reply').get()).toBeUndefined();
    stop();
    client.close();
  });

  it('of another account show nothing of the former, whose draft is read late', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const kept = memoryStorage();
    await kept.set('draft/https%3A%2F%2Fsidecard.test%2Fdesk/shop-1/merchant/lin/a/reply', { text: 'Lin’s' });
    let release = (): void => {};
    const late = new Promise<void>((resolve) => (release = resolve));
    const asked: string[] = [];
    const storage: ClientStorage = {
      ...kept,
      async get(key) {
        asked.push(key);
        if (key.includes('/lin/')) await late;
        return kept.get(key);
      },
    };
    const { client, become } = world(600, undefined, undefined, storage);
    const stop = client.session.subscribe(() => {});
    await until(client.session, (value) => value?.accountId === 'lin');
    const drafts = [client.drafts.draft('a', 'reply'), client.drafts.all('a')] as const;
    become('mo');
    vi.setSystemTime(Date.now() + 500_000);
    client.refresh();
    await until(client.session, (value) => value?.accountId === 'mo');
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked.filter((key) => key.includes('/lin/a/reply'))).not.toEqual([]);
    expect([drafts[0].get(), drafts[1].get().size]).toEqual([undefined, 0]);
    stop();
    client.close();
  });

  it('of another account never carry what the former has sent', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let away = true;
    const { client, calls, become } = world(
      600,
      () => true,
      () => away,
    );
    expect((await client.send('a', { command: 'reply', fields: { text: 'Lin’s' } })).status).toBe('queued');
    become('mo');
    vi.setSystemTime(Date.now() + 500_000);
    away = false;
    const stop = client.session.subscribe(() => {});
    client.refresh();
    await until(client.session, (value) => value?.accountId === 'mo');
    await until(client.outbox, (entries) => entries.length === 0);
    expect(calls.requests.filter((called) => called.endsWith('/commands'))).toHaveLength(1);
    stop();
    client.close();
  });

  it('that never come end in a refusal, and the next request asks for another', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    let expired = false;
    let hung = 0;
    let late = (_: string): void => {};
    const { client, calls } = world(
      600,
      (token) => !expired || token === 'fresh',
      () => false,
      memoryStorage(),
      () => {
        if (!expired) return undefined;
        if (hung++ === 0) return new Promise<string>((resolve) => (late = resolve));
        expired = false;
        return undefined;
      },
    );
    await until(client.session, (value) => value !== undefined);
    expired = true;
    const asking = client.accounts.ask();
    await vi.waitFor(() => expect(hung).toBe(1), { timeout: 20_000 });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await asking).toMatchObject({ ok: false, error: { code: 'network' } });
    expect(await client.accounts.ask()).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(calls.tokens).toBe(2);
    // The first comes after all, but a newer one is in use.
    late('e30.e30.old');
    await client.accounts.ask();
    expect(calls.tokens).toBe(2);
    client.close();
  });

  it('that cannot be had are waited for', async () => {
    let asked = 0;
    const client = createClient({
      transport: httpTransport({ url: URL_BASE, fetch: () => Promise.reject(new Error('not reached')) }),
      getToken: () => {
        asked++;
        return Promise.reject(new Error('The shop is down.'));
      },
      storage: memoryStorage(),
    });
    void client.send('a', { command: 'reply', fields: { text: 'x' } });
    await until(client.outbox, (entries) => entries.length > 0);
    await vi.waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 10_000 });
    expect(client.outbox.get().map(({ state }) => state)).toEqual(['sending']);
    expect(client.connection.get().state).toBe('connecting');
    client.close();
  });
});
