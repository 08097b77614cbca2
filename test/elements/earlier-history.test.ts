import type { Client } from '@sidecard/client';
import { expect } from '@open-wc/testing';
import { choose, clearPage, fill, formOpens, press, said, seen, sees, show } from '../support/browser/panel.ts';
import { ME, openShop, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

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

  it('is not written anew with each key that somebody types', async () => {
    let written = 0;
    const replied = () => `written ${(written += 1)} times`;
    const other = show('sidecard-task', client, shop.ticketId, { overrides: { history: { replied } } });
    await press(other, `${REPLIES - 3} earlier`);
    await sees(other, '10 earlier');
    await choose(other, 'Decline');
    const form = await formOpens(other, 'Decline');
    await other.updateComplete;
    const before = written;
    await fill(form, /^Message/, 'Sorry.');
    await waitUntil(() => client.drafts.draft(shop.ticketId, 'decline').get() !== undefined);
    await other.updateComplete;
    expect(written).to.be.greaterThan(40);
    expect(written).to.equal(before);
  });

  it('says that earlier entries could not be loaded, and loads them later', async () => {
    await press(panel, `${REPLIES - 3} earlier`);
    client.line.goOffline();
    await press(panel, '10 earlier');
    await waitUntil(() => said(panel).includes('The server did not respond.'));
    client.line.goOnline();
    client.refresh();
    await press(panel, '10 earlier');
    await sees(panel, 'Reply number 1.');
  });
});
