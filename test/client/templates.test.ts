import type { TemplateContent } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, SUB } from '../support/server.ts';
import { type Backend, BACKENDS, closeClients, type Shop, START_TIMEOUT_MS } from './support/shops.ts';
import { until } from './support/until.ts';

const THANKS: TemplateContent = { name: 'Thanks', text: 'Thank you, {buyer}.', scope: 'own' };

describe.each(BACKENDS)('templates, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    await shop.grant(SUB.accountId, ['task.handle']);
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  it('are saved, changed and removed, and listed by name', async () => {
    const { templates } = shop.client(SUB);
    const saved = await templates.save(THANKS);
    if (!saved.ok) throw new Error(saved.error.code);
    const { id } = saved.template;
    await templates.save({ ...THANKS, name: 'Apology', types: ['exchange'] });
    await until(templates.list, (list) => list.map(({ name }) => name).join() === 'Apology,Thanks');
    await templates.save({ ...THANKS, name: 'Zeal' }, id);
    await until(templates.list, (list) => list.map(({ name }) => name).join() === 'Apology,Zeal');
    expect(await templates.remove(saved.template)).toEqual({ ok: true });
    await until(templates.list, (list) => list.map(({ name }) => name).join() === 'Apology');
  });

  it('of the shop are saved by those who manage accounts, and reach the others with the next load', async () => {
    const main = shop.client(MAIN);
    const sub = shop.client(SUB);
    expect(await sub.templates.save({ ...THANKS, scope: 'shop' })).toMatchObject({
      ok: false,
      error: { code: 'permission-missing', needs: 'account.manage' },
    });
    expect(await main.templates.save({ ...THANKS, scope: 'shop' })).toMatchObject({ ok: true });
    await until(sub.templates.list, (list) => list.length === 1);
  });

  it('do not exist for the buyer', async () => {
    const { templates } = shop.client(BUYER);
    expect(await templates.save(THANKS)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(templates.list.get()).toEqual([]);
  });

  it('with an unknown variable are refused with the variable’s place', async () => {
    const { templates } = shop.client(SUB);
    expect(await templates.save({ ...THANKS, text: '{byer}' })).toMatchObject({
      ok: false,
      error: { code: 'body-invalid', errors: [{ path: 'text', code: 'unknown-variable' }] },
    });
  });
});
