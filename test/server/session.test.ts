import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BUILT_IN_COMMITMENTS, NO_COMMITMENTS } from '@sidecard/core';
import type { Session } from '@sidecard/core/wire';
import { verifyJwt } from '@sidecard/server';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AUDIENCE,
  BUYER,
  HOST,
  ISSUER,
  MAIN,
  SECRET,
  sign,
  STAFF,
  startTestServer,
  SUB,
  type TestServer,
} from '../support/server.ts';
import { POLICY, START_MS } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const asks = (authorization?: string) =>
  world.server.fetch(
    new Request('http://sidecard.test/v1/session', { headers: authorization === undefined ? {} : { authorization } }),
  );

/** Claims of a token that is in order, for spoiling one of them. */
const claims = (change: Record<string, unknown>) => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'main',
  iat: START_MS / 1000,
  exp: START_MS / 1000 + 600,
  jti: 'one',
  party: 'merchant',
  merchantId: 'shop-1',
  main: true,
  name: 'Boss Wang',
  ...change,
});
const signed = (change: Record<string, unknown>) =>
  new SignJWT(claims(change)).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));

describe('a token', () => {
  const good = claims({});
  it.each<[string, () => Promise<string> | string | undefined]>([
    ['none', () => undefined],
    ['not a bearer token', async () => `Basic ${await signed({})}`],
    ['no token at all', () => 'Bearer nonsense'],
    ['signed with another secret', async () => `Bearer ${await sign(MAIN, START_MS, { secret: 'x'.repeat(40) })}`],
    ['for another audience', async () => `Bearer ${await sign(MAIN, START_MS, { audience: 'elsewhere' })}`],
    ['of another issuer', async () => `Bearer ${await sign(MAIN, START_MS, { issuer: 'https://evil.example' })}`],
    ['expired', async () => `Bearer ${await sign({ ...MAIN, issuedAtMs: START_MS - 3_600_000 }, START_MS)}`],
    ['not signed (alg none)', () => `Bearer ${new UnsecuredJWT(good).encode()}`],
    [
      'of another algorithm',
      async () =>
        `Bearer ${await new SignJWT(good).setProtectedHeader({ alg: 'HS512' }).sign(new TextEncoder().encode(SECRET))}`,
    ],
    ['without jti', async () => `Bearer ${await signed({ jti: undefined })}`],
    ['without sub', async () => `Bearer ${await signed({ sub: undefined })}`],
    ['without exp', async () => `Bearer ${await signed({ exp: undefined })}`],
    ['without a merchant', async () => `Bearer ${await signed({ merchantId: undefined })}`],
    ['of the party system', async () => `Bearer ${await signed({ party: 'system' })}`],
    ['of an unknown party', async () => `Bearer ${await signed({ party: 'admin' })}`],
    ['with main as a text', async () => `Bearer ${await signed({ main: 'true' })}`],
    ['with a merchant that no database can hold', async () => `Bearer ${await signed({ merchantId: 'a\u0000b' })}`],
  ])('is refused: %s', async (_, make) => {
    const response = await asks(await make());
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('is taken when all is in order', async () => {
    expect((await asks(`Bearer ${await signed({})}`)).status).toBe(200);
  });

  it('is refused from its expiry on, also when it was taken before', async () => {
    const late = await startTestServer({ database: world.database });
    const token = await late.token(STAFF);
    const ask = () =>
      late.server.fetch(
        new Request('http://sidecard.test/v1/session', { headers: { authorization: `Bearer ${token}` } }),
      );
    expect((await ask()).status).toBe(200);
    late.clock.advance(10 * 60_000 + 5_000);
    expect((await ask()).status).toBe(401);
    await late.server.stop();
  });

  it('is verified by the keys that the host publishes, and by no others', async () => {
    const ours = await generateKeyPair('ES256');
    const others = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'ES256' }] };
    const verify = verifyJwt({ issuer: ISSUER, audience: AUDIENCE, jwks });
    const by = (key: CryptoKey, kid: string) =>
      new SignJWT(claims({})).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
    expect(await verify(await by(ours.privateKey, 'ours'), START_MS)).toMatchObject({ accountId: 'main' });
    expect(await verify(await by(others.privateKey, 'ours'), START_MS)).toBeUndefined();
    expect(await verify(await by(ours.privateKey, 'theirs'), START_MS)).toBeUndefined();
    // the public key taken for a shared secret
    expect(await verify(await signed({}), START_MS)).toBeUndefined();
  });

  describe('with keys at an address', () => {
    const loads: string[] = [];
    let answer: (response: ServerResponse) => void;
    const served = createServer((request, response) => {
      loads.push(request.url ?? '');
      answer(response);
    });
    let jwks: URL;
    beforeAll(async () => {
      await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
      jwks = new URL(`http://127.0.0.1:${(served.address() as AddressInfo).port}/keys`);
    });
    beforeEach(() => void loads.splice(0));
    afterAll(() => new Promise((resolve) => served.close(resolve)));

    async function pair() {
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'ours', alg: 'ES256' }] });
      const token = await new SignJWT({ ...claims({}), exp: START_MS / 1000 + 3600 })
        .setProtectedHeader({ alg: 'ES256', kid: 'ours' })
        .sign(privateKey);
      return { keys, token };
    }

    it('is neither known nor refused while they cannot be loaded', async () => {
      const { keys, token } = await pair();
      const world = await startTestServer({
        verify: verifyJwt({ issuer: ISSUER, audience: AUDIENCE, jwks }),
        onError: () => undefined,
      });
      const ask = async () => {
        const headers = { authorization: `Bearer ${token}` };
        return (await world.server.fetch(new Request('http://sidecard.test/v1/session', { headers }))).status;
      };
      for (const status of [404, 500, 503]) {
        answer = (response) => response.writeHead(status).end(keys);
        expect(await ask()).toBe(503);
      }
      for (const text of ['<!doctype html>', '{"keys":1}', '[]']) {
        answer = (response) => response.end(text);
        expect(await ask()).toBe(503);
      }
      answer = (response) => response.destroy();
      expect(await ask()).toBe(503);
      answer = (response) => response.end(keys);
      expect(await ask()).toBe(200);
      await world.stop();
    });

    it('is verified anew after ten minutes: one of a key that is gone is no longer good', async () => {
      const { keys, token } = await pair();
      const { keys: others } = await pair();
      const verify = verifyJwt({ issuer: ISSUER, audience: AUDIENCE, jwks });
      answer = (response) => response.end(keys);
      const after = (ms: number) => verify(token, START_MS + ms);
      expect(await after(0)).toMatchObject({ accountId: 'main' });
      expect(await after(600_000)).toMatchObject({ accountId: 'main' });
      answer = (response) => response.end(others);
      expect(await after(1_199_999)).toMatchObject({ accountId: 'main' });
      expect(loads).toHaveLength(2);
      expect(await after(1_200_000)).toBeUndefined();
      expect(await after(1_200_001)).toBeUndefined();
      expect(loads).toHaveLength(3);
    });

    it('is verified with the keys that are known while others cannot be loaded, for an hour', async () => {
      const { keys, token } = await pair();
      const { token: unknown } = await pair();
      const verify = verifyJwt({ issuer: ISSUER, audience: AUDIENCE, jwks });
      answer = (response) => response.end(keys);
      const after = (ms: number, text = token) => verify(text, START_MS + ms);
      expect(await after(0)).toMatchObject({ accountId: 'main' });
      answer = (response) => response.writeHead(503).end();
      expect(await after(600_000)).toMatchObject({ accountId: 'main' });
      expect(await after(629_999)).toMatchObject({ accountId: 'main' });
      expect(loads).toHaveLength(2);
      expect(await after(630_000)).toMatchObject({ accountId: 'main' });
      expect(await after(630_000, `${unknown}x`)).toBeUndefined();
      expect(loads).toHaveLength(3);
      expect(await after(3_599_999)).toMatchObject({ accountId: 'main' });
      await expect(after(3_600_000)).rejects.toThrow();
      answer = (response) => response.end(keys);
      expect(await after(3_600_000)).toMatchObject({ accountId: 'main' });
    });
  });

  it('needs a secret that cannot be guessed', () => {
    expect(() => verifyJwt({ issuer: ISSUER, audience: AUDIENCE, key: 'short' })).toThrow(TypeError);
    expect(() => verifyJwt({ issuer: ISSUER, audience: AUDIENCE })).toThrow(TypeError);
  });
});

describe('the session', () => {
  it('[R27] says who one is, what the server can do and what time it is', async () => {
    const { body } = await world.get<Session>(MAIN, '/v1/session');
    expect(body).toMatchObject({
      party: 'merchant',
      accountId: 'main',
      name: 'Boss Wang',
      main: true,
      protocol: 1,
      serverTimeMs: START_MS,
      capabilities: ['events', 'cards', 'staff-messages', 'deliveries', 'accounts', 'queues'],
    });
    expect(body.permissions).toContain('account.manage');
    expect(body.returnAddresses).toHaveLength(1);
  });

  it('[R27] has nothing degraded for a client of this release, nor for one that does not say what it can', async () => {
    for (const path of ['/v1/session', '/v1/session?protocol=1', '/v1/session?features=events,queues']) {
      for (const who of [MAIN, STAFF, BUYER, HOST]) {
        expect((await world.get<Session>(who, path)).body.degraded).toEqual([]);
      }
    }
  });

  it('[R27] says in a word what a newer client has to do without', async () => {
    const newer = '/v1/session?protocol=2&features=telepathy';
    const { status, body } = await world.get<Session>(MAIN, newer);
    expect([status, body.protocol, body.degraded]).toEqual([200, 1, ['server-older', 'no-telepathy']]);
  });

  it.each(['protocol=none&features=', 'protocol=-1&features=%00,%F0%9F', 'protocol=1&protocol=2&features=&features=b'])(
    '[R27] is there for a client that says nonsense: %s',
    async (query) => {
      const { status, body } = await world.get<Session>(MAIN, `/v1/session?${query}`);
      expect([status, body.accountId, body.degraded]).toEqual([200, 'main', []]);
    },
  );

  it('[R24] [R27] names nothing to a buyer that is not for buyers', async () => {
    const { text } = await world.get(BUYER, '/v1/session?protocol=9&features=staff-messages,cards,accounts,queues');
    expect(text).not.toMatch(/staff|cards|accounts|queues/);
  });

  it('[R13] tells a sub-account who can grant, and where that is explained', async () => {
    const { body } = await world.get<Session>(SUB, '/v1/session');
    expect(body).toMatchObject({
      permissions: [],
      grantedBy: ['Boss Wang'],
      permissionGuideUrl: 'https://shop.example/guide',
    });
  });

  it.each([BUYER, STAFF, HOST])('tells $party nothing of the shop’s accounts', async (who) => {
    const { body } = await world.get<Session>(who, '/v1/session');
    expect(body).toMatchObject({ party: who.party, permissions: [], main: false });
    expect(body).not.toHaveProperty('grantedBy');
    expect(body).not.toHaveProperty('returnAddresses');
  });

  it('[R36] tells everybody what the shop promises, and where its days begin and end', async () => {
    const policy = { ...POLICY, timeZone: 'Asia/Tokyo', commitments: [...BUILT_IN_COMMITMENTS] };
    const promising = await startTestServer({ database: world.database, clock: world.clock, policy: () => policy });
    const shop = { timeZone: 'Asia/Tokyo', commitments: BUILT_IN_COMMITMENTS };
    for (const who of [MAIN, SUB, BUYER, STAFF, HOST]) {
      expect((await promising.get<Session>(who, '/v1/session')).body.shop).toEqual(shop);
    }
    await promising.server.stop();
    const none = await startTestServer({ database: world.database, clock: world.clock, policy: () => ({}) });
    expect((await none.get<Session>(BUYER, '/v1/session')).body.shop).toEqual(NO_COMMITMENTS);
    await none.server.stop();
  });

  it('[R24] tells a buyer of promises, and nothing of who reads or writes to staff', async () => {
    const strict = { ...POLICY, commitments: [...BUILT_IN_COMMITMENTS], staffMessages: { readers: 'author' } } as const;
    for (const policy of [POLICY, strict]) {
      const other = await startTestServer({ database: world.database, clock: world.clock, policy: () => policy });
      const { text } = await other.get(BUYER, '/v1/session');
      expect(text).not.toMatch(/staff|thread|reader/i);
      await other.server.stop();
    }
  });

  it('takes a newer token’s word for an account’s rank, and not an older one’s', async () => {
    const older = { ...SUB, accountId: 'riser', name: 'Riser' };
    const newer = { ...older, main: true, issuedAtMs: world.clock.now() + 1000 };
    expect((await world.get<Session>(older, '/v1/session')).body.main).toBe(false);
    expect((await world.get<Session>(newer, '/v1/session')).body.permissions).toContain('task.handle');
    expect((await world.get<Session>(older, '/v1/session')).body.main).toBe(true);
  });
});

describe('without a token', () => {
  it.each(['/v1/tickets', '/v1/nonsense', '/v1/tickets/x/staff-messages', '/v1/events'])(
    '%s says nothing',
    async (path) => {
      const response = await world.server.fetch(new Request(`http://sidecard.test${path}`));
      expect(response.status).toBe(401);
    },
  );

  it.each(['/healthz', '/readyz'])('%s answers', async (path) => {
    const response = await world.server.fetch(new Request(`http://sidecard.test${path}`));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});
