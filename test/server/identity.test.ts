import type { AccountView, Problem, TicketAnswer } from '@sidecard/core/wire';
import { httpOrders, TokenRefused, verifyJwt } from '@sidecard/server';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AUDIENCE,
  ISSUER,
  peopleOf,
  SECRET,
  startTestServer,
  type Claims,
  type TestServer,
} from '../support/server.ts';
import { ORDER, START_MS } from '../support/tickets.ts';

const [MUG, CUP] = ORDER.items;

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({
    orders: (_, id) =>
      Promise.resolve({
        ...ORDER,
        id,
        buyer: { ...ORDER.buyer, name: 'Chen\u202E nehC' },
        trackingNumber: 'SF\u202E123',
        items: [
          { ...MUG, title: 'Mug\u2067 blue \u2066big\u2069' },
          { ...MUG, ...CUP, title: `\u2067Mug\u2028red ${'x'.repeat(600)}\u2069` },
        ],
      }),
    onError: () => undefined,
  });
});
afterAll(() => world.stop());

const START_S = START_MS / 1000;
const NAMES = { issuer: ISSUER, audience: AUDIENCE };

describe('a token’s times', () => {
  const asks = async (times: { readonly iat: number; readonly exp: number }) => {
    const claims = { party: 'merchant', merchantId: 'timed', main: true, name: 'Boss', ...times };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('boss')
      .setJti('one')
      .sign(new TextEncoder().encode(SECRET));
    const headers = { authorization: `Bearer ${token}` };
    const answer = await world.server.fetch(new Request('http://sidecard.test/v1/session', { headers }));
    const { code, detail } = (await answer.json()) as Partial<Problem>;
    return [answer.status, code, detail];
  };

  it('are taken up to a day, and from a clock that is a little ahead', async () => {
    expect(await asks({ iat: START_S, exp: START_S + 86_400 })).toEqual([200, undefined, undefined]);
    expect(await asks({ iat: START_S + 60, exp: START_S + 600 })).toEqual([200, undefined, undefined]);
  });

  it.each([
    ['too long', { iat: START_S, exp: START_S + 86_401 }, /valid for 86401 seconds, .* at most 86400/],
    [
      'milliseconds',
      { iat: START_MS, exp: START_MS + 600_000 },
      /in seconds since the Unix epoch, not in milliseconds/,
    ],
    ['milliseconds of the end alone', { iat: START_S, exp: START_MS + 600_000 }, /not in milliseconds/],
    ['a beginning that is to come', { iat: START_S + 61, exp: START_S + 600 }, /61 seconds in the future/],
  ])('are refused with words: %s', async (_, times, words) => {
    expect(await asks(times)).toEqual([401, 'unauthenticated', expect.stringMatching(words)]);
  });

  it('have the limit that the host sets', async () => {
    const verify = verifyJwt({ ...NAMES, key: SECRET, maxLifetimeS: 300 });
    const who: Claims = { party: 'buyer', accountId: 'b', expiresAtMs: START_MS + 301_000 };
    await expect(verify(await world.token({ ...who, issuedAtMs: START_MS }), START_MS)).rejects.toThrow(TokenRefused);
    const shorter = await world.token({ ...who, issuedAtMs: START_MS + 1_000 });
    expect(await verify(shorter, START_MS)).toMatchObject({ accountId: 'b' });
  });

  it('are told only to whoever has a signed token', async () => {
    const [head, body, mark] = (await world.token({ party: 'buyer', accountId: 'b', expiresAtMs: START_MS * 9 })).split(
      '.',
    );
    const forged = `${head}.${body}.${mark?.split('').reverse().join('')}`;
    const headers = { authorization: `Bearer ${forged}` };
    const answer = await world.server.fetch(new Request('http://sidecard.test/v1/session', { headers }));
    expect([answer.status, ((await answer.json()) as Problem).detail]).toEqual([401, undefined]);
  });
});

describe('a public key as text', () => {
  it('is never a secret: anybody could sign with it', async () => {
    const pem = await exportSPKI((await generateKeyPair('ES256')).publicKey);
    for (const key of [pem, new TextEncoder().encode(pem), `  {"kty":"RSA","n":"${'a'.repeat(40)}"}`]) {
      expect(() => verifyJwt({ ...NAMES, key })).toThrow(/key as text, not a secret/);
    }
  });
});

describe('addresses of keys and orders', () => {
  const far = 'http://shop.example/keys';
  it('must be https:, or of this machine, unless told otherwise', () => {
    expect(() => verifyJwt({ ...NAMES, jwks: new URL(far) })).toThrow(/must be an https: address/);
    expect(() => verifyJwt({ ...NAMES, jwks: new URL(far), allowHttp: true })).not.toThrow();
    expect(() => httpOrders({ url: far })).toThrow(/must be an https: address/);
    expect(() => httpOrders({ url: far, allowHttp: true })).not.toThrow();
    for (const near of ['http://127.0.0.1:1/x', 'http://localhost/x', 'http://[::1]:1/x', 'https://shop.example/x']) {
      expect(() => [httpOrders({ url: near }), verifyJwt({ ...NAMES, jwks: new URL(near) })]).not.toThrow();
    }
  });
});

describe('[R14] the permission to manage accounts', () => {
  const set = (by: Claims, accountId: string, permissions: readonly string[]) =>
    world.send<Problem & AccountView>(by, 'PATCH', `/v1/accounts/${accountId}`, { permissions });

  it('grants nothing that its holder lacks', async () => {
    const { main, sub, sub2 } = peopleOf('granting');
    for (const who of [main, sub, sub2]) await world.get(who, '/v1/session');
    expect((await set(main, sub.accountId, ['account.manage', 'task.assign'])).status).toBe(200);
    const refused = await set(sub, sub2.accountId, ['task.handle']);
    expect([refused.status, refused.body.code, refused.body.needs]).toEqual([403, 'permission-missing', 'task.handle']);
    expect((await set(sub, sub2.accountId, ['task.assign'])).body.permissions).toEqual(['task.assign']);
    // What the main account has granted stays, and may be taken away.
    expect((await set(main, sub2.accountId, ['archive.manage', 'task.assign'])).status).toBe(200);
    expect((await set(sub, sub2.accountId, ['archive.manage'])).body.permissions).toEqual(['archive.manage']);
    expect((await set(sub, sub2.accountId, [])).body.permissions).toEqual([]);
    expect((await set(sub, sub2.accountId, ['archive.manage'])).body.needs).toBe('archive.manage');
  });

  it('does not bring along with task handling what its holder lacks', async () => {
    const { main, sub, sub2 } = peopleOf('bringing');
    for (const who of [main, sub, sub2]) await world.get(who, '/v1/session');
    await set(main, sub.accountId, ['account.manage', 'task.handle', 'staff-message.send']);
    await set(main, sub.accountId, ['account.manage', 'task.handle']);
    expect((await set(sub, sub2.accountId, ['task.handle'])).body.permissions).toEqual(['task.handle']);
  });

  it('changes nobody’s own', async () => {
    const { main, sub } = peopleOf('own');
    for (const who of [main, sub]) await world.get(who, '/v1/session');
    await set(main, sub.accountId, ['account.manage', 'task.assign']);
    for (const permissions of [['account.manage'], ['account.manage', 'task.assign'], []]) {
      const refused = await set(sub, sub.accountId, permissions);
      expect([refused.status, refused.body.code]).toEqual([422, 'body-invalid']);
      expect(refused.body.detail).toContain('Nobody changes their own permissions.');
    }
  });
});

describe('characters that turn text around', () => {
  it('are refused in a token’s name', async () => {
    const { main } = peopleOf('turning');
    for (const name of ['Wang\u202E', '\u2067Wang', 'Wang\u2069', 'Wang\u2028', 'Wang\u2029', 'Wang\u0085']) {
      expect((await world.get({ ...main, name }, '/v1/session')).status).toBe(401);
    }
  });

  it('do not leave the texts of an order, nor what people write', async () => {
    const { main, buyer } = peopleOf('turning');
    const { ticket } = await world.create({}, buyer);
    const { body } = await world.get<TicketAnswer>(main, `/v1/tickets/${ticket.id}`);
    expect(body.ticket.order.buyer.name).toBe('Chen nehC');
    expect(body.ticket.order.items[0].title).toBe('Mug blue \u2066big\u2069');
    // Also where it is cut, and without separators of lines.
    expect(body.ticket.order.items[1]?.title).toBe(`Mug red ${'x'.repeat(490)}…`);
    expect(body.ticket.order.trackingNumber).toBe('SF123');
    const text = 'Yes\u202E\u2067 and \u2068no\u2069\u2069\u2069 \u2066.\nBye\u2069.';
    const { sentMessage } = await world.move(main, ticket.id, { command: 'reply', fields: { text } });
    expect(sentMessage?.text).toContain('Yes\u2067 and \u2068no\u2069\u2069 .\nBye.');
  });
});
