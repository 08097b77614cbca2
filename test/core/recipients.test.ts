import { cardRecipients, type Recipient, type Routing } from '@sidecard/core';
import { routeCard } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { POLICY } from '../support/tickets.ts';

const main: Recipient = { accountId: 'main', main: true, permissions: ['task.handle'] };
const sub: Recipient = { accountId: 'sub', main: false, permissions: [] };
const about = { merchantId: 'shop-1', type: 'return-refund', policy: POLICY };
const strict = { ...about, policy: { ...POLICY, recipients: 'sub-accounts' } as const };
/** What a host may have written. */
const wild = (answer: unknown) => (() => answer) as Routing;

describe('card recipients', () => {
  it('[R9] [R10] are all that are online, or the sub-accounts alone, as the installation says', () => {
    expect(cardRecipients([main, sub], about)).toEqual([main, sub]);
    expect(cardRecipients([main, sub], strict)).toEqual([sub]);
    expect(cardRecipients([], about)).toEqual([]);
  });

  it('[R10] are whom the routing of the installation chooses, in its order', () => {
    const handlers: Routing = (online) => online.filter(({ permissions }) => permissions.includes('task.handle'));
    expect(routeCard(handlers, [sub, main], about)).toEqual({ accountIds: ['main'] });
    expect(routeCard((online) => [...online].reverse(), [sub, main], about).accountIds).toEqual(['main', 'sub']);
    expect(routeCard(() => [], [sub, main], about)).toEqual({ accountIds: [] });
  });

  it('[R10] are chosen by what the card is about', () => {
    const byType: Routing = (online, { type, merchantId }) =>
      type === 'repair' && merchantId === 'shop-1' ? online.filter((one) => one.main) : [];
    expect(routeCard(byType, [main, sub], { ...about, type: 'repair' }).accountIds).toEqual(['main']);
    expect(routeCard(byType, [main, sub], about).accountIds).toEqual([]);
  });

  it('[R9] [R10] are those of the default where the routing throws', () => {
    const cause = new Error('The rota is away.');
    const throwing: Routing = () => {
      throw cause;
    };
    expect(routeCard(throwing, [main, sub], about)).toEqual({ accountIds: ['main', 'sub'], fault: 'threw', cause });
    expect(routeCard(throwing, [main, sub], strict).accountIds).toEqual(['sub']);
  });

  it.each([[undefined], [null], ['main'], [{ length: 1, 0: main }], [Promise.resolve([main])]])(
    '[R9] [R10] are those of the default where the routing gives no list: %j',
    (answer) => {
      expect(routeCard(wild(answer), [main, sub], about)).toEqual({ accountIds: ['main', 'sub'], fault: 'no-list' });
    },
  );

  it.each([[[null]], [[undefined, main]]])('are those of the default where its list holds nothing: %j', (answer) => {
    expect(routeCard(wild(answer), [main], about)).toMatchObject({ accountIds: ['main'], fault: 'threw' });
  });

  it('[R10] are never strangers, and nobody twice', () => {
    const stranger = { accountId: 'of another shop' };
    expect(routeCard(() => [stranger, sub, sub], [main, sub], about)).toEqual({
      accountIds: ['sub'],
      fault: 'unknown-accounts',
    });
    expect(routeCard(() => [stranger], [main], about)).toEqual({ accountIds: [], fault: 'unknown-accounts' });
    expect(routeCard(wild(['main', { accountId: 7 }, {}]), [main], about)).toEqual({
      accountIds: [],
      fault: 'unknown-accounts',
    });
  });

  it('are found in bounded work, however long the list', () => {
    const endless = new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 32 - 1 : Reflect.get([main], 0)) });
    expect(routeCard(wild(endless), [main, sub], about).accountIds).toEqual(['main', 'sub']);
    const long = Array.from({ length: 1_000_000 }, () => sub);
    expect(routeCard(() => long, [main, sub], about)).toEqual({ accountIds: ['sub'] });
  });

  it('cannot be changed by what the routing does to its arguments', () => {
    const grabbing: Routing = (online) => {
      for (const one of online) Object.assign(one, { accountId: 'main' });
      (online as Recipient[]).length = 1;
      return online;
    };
    expect(routeCard(grabbing, [sub], about).accountIds).toEqual([]);
    expect(sub.accountId).toBe('sub');
  });
});
