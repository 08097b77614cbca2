import type { Client } from '@sidecard/client';
import { expect, waitUntil } from '@open-wc/testing';
import { PATIENCE } from '../support/browser/cards.ts';
import { clearPage, press, said, seen, sees, show } from '../support/browser/panel.ts';
import { ME, openShop, type Shop } from '../support/browser/shop.ts';

/** More than a projection has room for. */
const REPLIES = 70;

describe('a history that is longer than a projection', () => {
  let shop: Shop;
  let client: Client & { readonly line: { goOffline(): void; goOnline(): void } };
  let panel: HTMLElement;
  const reply = (number: number) => shop.act(ME, { command: 'reply', fields: { text: `Reply number ${number}.` } });

  beforeEach(async () => {
    shop = await openShop();
    for (let number = 1; number <= REPLIES; number++) await reply(number);
    client = shop.client();
    panel = show('sidecard-task', client, shop.ticketId);
    await sees(panel, `History ${REPLIES - 3} earlier`);
  });
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('[R6] is shown whole, page by page', async () => {
    await press(panel, `${REPLIES - 3} earlier`);
    await sees(panel, 'Reply number 11.');
    // What began the case is there, however many replies have followed.
    expect(seen(panel)).to.contain('The buyer opened').and.not.to.contain('Reply number 10.');
    await press(panel, '10 earlier');
    await sees(panel, 'Reply number 10.');
    expect(seen(panel)).to.contain('Reply number 1.').and.not.to.contain('earlier');
    const places = ['Reply number 11.', 'Reply number 10.', 'Reply number 1.', 'The buyer opened'].map((words) =>
      seen(panel).indexOf(words),
    );
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    await reply(REPLIES + 1);
    await sees(panel, `Reply number ${REPLIES + 1}.`);
    expect(seen(panel)).to.contain('Reply number 11.').and.to.contain('The buyer opened');
  });

  it('says that earlier entries could not be loaded, and loads them later', async () => {
    await press(panel, `${REPLIES - 3} earlier`);
    client.line.goOffline();
    await press(panel, '10 earlier');
    await waitUntil(() => said(panel).includes('The server did not respond.'), undefined, PATIENCE);
    client.line.goOnline();
    client.refresh();
    await press(panel, '10 earlier');
    await sees(panel, 'Reply number 1.');
  });
});
