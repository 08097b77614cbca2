import type { Problem, ReplyTemplate, Session, TemplateList } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUYER,
  type Claims,
  HOST,
  MAIN,
  STAFF,
  startTestServer,
  SUB,
  SUB2,
  type TestServer,
} from '../support/server.ts';

const THANKS = { name: 'Thanks', text: 'Thank you, {buyer}. We refund {amount}.', scope: 'own' };
const SHARED = { ...THANKS, name: 'Sorry', scope: 'shop' };

describe.each([
  { what: 'the database', store: () => undefined },
  { what: 'memory', store: createMapsStore },
])('templates in $what', ({ store }) => {
  let world: TestServer;
  beforeAll(async () => {
    const memory = store();
    world = await startTestServer(memory ? { store: memory } : {});
    for (const who of [MAIN, SUB, SUB2]) await world.get(who, '/v1/session');
    for (const { accountId } of [SUB, SUB2]) await world.grant(accountId, ['task.handle']);
  });
  afterAll(() => world.stop());

  const put = <Body = ReplyTemplate & Problem>(who: Claims, id: string, body: unknown) =>
    world.send<Body>(who, 'PUT', `/v1/templates/${id}`, body);
  const remove = (who: Claims, id: string, scope = 'own') =>
    world.send<Problem>(who, 'DELETE', `/v1/templates/${id}?scope=${scope}`);
  const namesFor = async (who: Claims) =>
    (await world.get<TemplateList>(who, '/v1/templates')).body.templates.map(({ name }) => name);

  it('are the account’s own, or shared by those who manage accounts', async () => {
    expect((await put(SUB, 'thanks', THANKS)).status).toBe(200);
    expect((await put(MAIN, 'sorry', { ...SHARED, types: ['exchange'], reasons: ['damaged'] })).body).toEqual({
      ...{ ...SHARED, id: 'sorry', types: ['exchange'], reasons: ['damaged'] },
      savedAtMs: world.clock.now(),
    });
    expect(await namesFor(SUB)).toEqual(['Sorry', 'Thanks']);
    expect(await namesFor(SUB2)).toEqual(['Sorry']);
    expect(await namesFor({ ...SUB, merchantId: 'shop-2', main: true })).toEqual([]);
  });

  it('are not shared, taken from all, or deleted for all by others', async () => {
    await put(MAIN, 'ours', SHARED);
    await put(SUB, 'mine', THANKS);
    for (const refused of [
      await put(SUB, 'new', SHARED),
      await put(SUB, 'mine', SHARED),
      await put(SUB, 'ours', { ...THANKS, name: 'Now mine' }),
      await remove(SUB, 'ours', 'shop'),
    ]) {
      expect([refused.status, refused.body.code, refused.body.needs]).toEqual([
        403,
        'permission-missing',
        'account.manage',
      ]);
    }
    expect(await namesFor(SUB2)).toContain('Sorry');
    expect(await namesFor(SUB2)).not.toContain('Thanks');
  });

  it('of another account do not exist: their ids are free', async () => {
    await put(SUB, 'secret', { ...THANKS, name: 'Secret' });
    expect((await remove(SUB2, 'secret')).status).toBe(204);
    expect((await put(SUB2, 'secret', { ...THANKS, name: 'Another' })).status).toBe(200);
    expect((await put(MAIN, 'secret', { ...SHARED, name: 'Of all' })).status).toBe(200);
    expect(await namesFor(SUB)).toContain('Secret');
    expect(await namesFor(SUB2)).toContain('Another');
    // The account's own replaces the shop's.
    expect(await namesFor(SUB)).not.toContain('Of all');
    // Repeating the deletion of the account's own leaves the shop's.
    for (let time = 0; time < 2; time++) expect((await remove(MAIN, 'secret')).status).toBe(204);
    expect(await namesFor(MAIN)).toContain('Of all');
    await remove(SUB2, 'secret');
    await remove(MAIN, 'secret', 'shop');
    expect(await namesFor(SUB2)).not.toContain('Another');
  });

  it('can be shared, and taken back', async () => {
    await put(MAIN, 'moved', { ...THANKS, name: 'Moved' });
    await put(MAIN, 'moved', { ...SHARED, name: 'Moved' });
    expect(await namesFor(SUB)).toContain('Moved');
    await put(MAIN, 'moved', { ...THANKS, name: 'Moved' });
    expect(await namesFor(SUB)).not.toContain('Moved');
    expect((await namesFor(MAIN)).filter((name) => name === 'Moved')).toHaveLength(1);
  });

  it('are saved and deleted once, however often it is asked', async () => {
    const first = await put(SUB2, 'again', THANKS);
    world.clock.advance(1000);
    expect((await put(SUB2, 'again', THANKS)).text).toBe(first.text);
    const changed = await put(SUB2, 'again', { ...THANKS, text: 'Changed.' });
    expect(changed.body).toMatchObject({ text: 'Changed.', savedAtMs: world.clock.now() });
    for (let time = 0; time < 2; time++) expect((await remove(SUB2, 'again')).status).toBe(204);
    expect(await namesFor(SUB2)).not.toContain('Thanks');
  });

  it.each([
    ['an unknown variable', { ...THANKS, text: 'Hi {byer}' }, 'text', 'unknown-variable'],
    ['no text', { ...THANKS, text: ' ' }, 'text', 'too-short'],
    ['too long a text', { ...THANKS, text: 'x'.repeat(501) }, 'text', 'too-long'],
    ['too long a name', { ...THANKS, name: 'x'.repeat(41) }, 'name', 'too-long'],
    ['a name of two lines', { ...THANKS, name: 'a\nb' }, 'name', 'unreadable'],
    ['another scope', { ...THANKS, scope: 'all' }, 'scope', 'wrong'],
    ['an unknown type', { ...THANKS, types: ['exchange', 'barter'] }, 'types[1]', 'type-unknown'],
    ['too many types', { ...THANKS, types: Array(51).fill('exchange') }, 'types', 'too-many'],
    ['an unknown member', { ...THANKS, owner: 'sub-2' }, 'owner', 'unknown-member'],
  ])('with %s are refused, and change nothing', async (_, body, path, code) => {
    const before = (await world.get(SUB, '/v1/templates')).text;
    const refused = await put(SUB, 'bad', body);
    expect([refused.status, refused.body.code]).toEqual([422, 'body-invalid']);
    expect(refused.body.errors).toEqual([expect.objectContaining({ path, code })]);
    expect((await world.get(SUB, '/v1/templates')).text).toBe(before);
  });

  it('need permission to handle tasks', async () => {
    const other: Claims = { ...SUB, accountId: 'sub-3' };
    for (const refused of [
      await world.get<Problem>(other, '/v1/templates'),
      await put(other, 'x', THANKS),
      await remove(other, 'x'),
    ]) {
      expect([refused.status, refused.body.code, refused.body.needs]).toEqual([
        403,
        'permission-missing',
        'task.handle',
      ]);
    }
  });

  it('[R24] do not exist for the buyer, platform staff or the host, by any method', async () => {
    for (const who of [BUYER, STAFF, HOST]) {
      for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE']) {
        const body = method === 'GET' || method === 'DELETE' ? undefined : THANKS;
        const nothing = await world.send(who, method, '/v1/nothing', body);
        for (const path of ['/v1/templates', '/v1/templates/thanks']) {
          const { status, text, headers } = await world.send(who, method, path, body);
          expect([status, text, [...headers]]).toEqual([404, nothing.text, [...nothing.headers]]);
        }
      }
    }
  });

  it('are at most 100 of an account, and 200 of the shop', { timeout: 60_000 }, async () => {
    const main = { ...MAIN, merchantId: 'shop-full' };
    for (const [scope, most] of [
      ['own', 100],
      ['shop', 200],
    ] as const) {
      for (let count = 0; count < most; count++) {
        expect((await put(main, `${scope}-${count}`, { ...THANKS, scope })).status).toBe(200);
      }
      const refused = await put(main, `${scope}-more`, { ...THANKS, scope });
      expect([refused.status, refused.body.code]).toEqual([409, 'too-many-templates']);
      expect((await put(main, `${scope}-0`, { ...THANKS, scope, name: 'Other' })).status).toBe(200);
    }
    // Sharing another one is one too many, too.
    expect((await put(main, 'own-0', { ...THANKS, scope: 'shop' })).status).toBe(409);
  });
});

describe('the name of the shop', () => {
  it('is in the sessions of its accounts alone', async () => {
    const world = await startTestServer({ store: createMapsStore(), policy: () => ({ shopName: 'Mud & Fire' }) });
    const nameFor = async (who: Claims) => (await world.get<Session>(who, '/v1/session')).body.shopName;
    expect([await nameFor(SUB), await nameFor(BUYER), await nameFor(STAFF)]).toEqual([
      'Mud & Fire',
      undefined,
      undefined,
    ]);
    await world.stop();
  });
});
