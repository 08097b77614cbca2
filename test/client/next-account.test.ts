import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAIN, SUB } from '../support/server.ts';
import { memoryShop, type Shop } from './support/shops.ts';
import { type Browser, createBrowser } from './support/tabs.ts';
import { settled, until } from './support/until.ts';

describe('when another account signs in', () => {
  let shop: Shop;
  let browser: Browser;
  beforeEach(async () => {
    ({ shop } = memoryShop());
    await shop.grant(SUB.accountId, ['task.handle']);
    browser = createBrowser();
  });
  afterEach(() => browser.close());

  it('[one-account] what is left of a batch is not sent as that one', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push((await shop.create()).id);
    const tab = browser.open(shop, MAIN);
    await until(tab.client.session, (session) => session !== undefined);
    await tab.client.send(ids[0] ?? '', { command: 'reply', fields: { text: 'Before.' } });
    const batch = tab.client.sendBatch(ids, { command: 'reply', fields: { text: 'Of the former.' } });
    tab.signIn(SUB);
    await until(tab.client.session, (session) => session?.accountId === SUB.accountId);
    const results = await batch;
    await settled();
    for (const id of ids) {
      const { history } = await shop.asStaff(id);
      const said = history.filter(({ sentMessage }) => sentMessage?.text === 'Of the former.');
      expect(said.filter(({ by }) => by.accountId === SUB.accountId)).toEqual([]);
    }
    expect(results.slice(4).map(({ result }) => result)).toEqual(
      Array.from({ length: 4 }, () => ({ status: 'refused', error: { code: 'closed' } })),
    );
  });
});
