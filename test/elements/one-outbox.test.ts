import { type Client, createClient, indexedDbStorage } from '@sidecard/client';
import { expect } from '@open-wc/testing';
import { connect, ME, type MemoryTransport, openShop, type Shop } from '../support/browser/shop.ts';
import { holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const reply = (text: string) => ({ command: 'reply', fields: { text } });

describe('the outbox of two tabs', () => {
  let shop: Shop;
  const clients: Client[] = [];
  let storage: ReturnType<typeof indexedDbStorage>;
  let one: Client & { readonly line: MemoryTransport };
  let two: typeof one;

  /** A page of the account: all of them have one storage, as in a browser. */
  function open(): typeof one {
    const line = connect(shop.backend, ME);
    const client = Object.assign(createClient({ transport: line, storage, locale: 'en' }), { line });
    clients.push(client);
    client.ticket(shop.ticketId).subscribe(() => {});
    return client;
  }
  const isLive = (client: Client) =>
    waitUntil(() => client.connection.get().state === 'live' && client.ticket(shop.ticketId).get().view !== undefined);
  const said = () =>
    (shop.backend.ticket(shop.ticketId)?.history ?? []).flatMap((entry) => entry.sentMessage?.text ?? []);
  const texts = (client: Client) => client.outbox.get().map(({ command }) => command.fields?.['text']);
  const isEmpty = (client: Client) => waitUntil(() => client.outbox.get().length === 0, 'empty');

  beforeEach(async () => {
    shop = await openShop();
    storage = indexedDbStorage(`one-outbox-${crypto.randomUUID()}`);
    [one, two] = [open(), open()];
    await Promise.all([isLive(one), isLive(two)]);
    // The outbox is there once something was asked of it.
    await Promise.all([one.send(shop.ticketId, { command: 'claim' }), isEmpty(two)]);
    await two.send(shop.ticketId, reply('Begin.'));
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    shop.close();
  });

  it('[R8] [in-order] shows in each what waits in the other, and sends it in the order in which it was written', async () => {
    for (const client of [one, two]) client.line.goOffline();
    for (const [client, text] of [
      [one, 'First.'],
      [two, 'Second.'],
      [one, 'Third.'],
    ] as const) {
      expect((await client.send(shop.ticketId, reply(text))).status).to.equal('queued');
      await waitUntil(() => texts(one).includes(text) && texts(two).includes(text));
    }
    expect([texts(one), texts(two)]).to.deep.equal([
      ['First.', 'Second.', 'Third.'],
      ['First.', 'Second.', 'Third.'],
    ]);
    for (const client of [two, one]) client.line.goOnline();
    for (const client of [two, one]) client.refresh();
    await Promise.all([isEmpty(one), isEmpty(two)]);
    expect(said()).to.deep.equal(['Begin.', 'First.', 'Second.', 'Third.']);
  });

  it('[R8] is sent by whichever is left', async () => {
    // A tab that is online would send it as soon as the other one waits for its next attempt.
    for (const client of [one, two]) client.line.goOffline();
    expect((await one.send(shop.ticketId, reply('From a tab that is gone.'))).status).to.equal('queued');
    await waitUntil(() => two.outbox.get().length === 1);
    one.close();
    two.line.goOnline();
    two.refresh();
    await isEmpty(two);
    expect(said()).to.deep.equal(['Begin.', 'From a tab that is gone.']);
  });

  it('tells the tab that has asked how it ended, whichever has sent it', async () => {
    const { release, held } = holdRequests(one.line, /commands$/);
    const first = one.send(shop.ticketId, reply('First.'));
    await waitUntil(() => held.length === 1);
    // It waits for the first of the other tab.
    const second = two.send(shop.ticketId, reply('Second.'));
    await waitUntil(() => texts(one).length === 2);
    release();
    expect([(await first).status, (await second).status]).to.deep.equal(['confirmed', 'confirmed']);
    expect(said()).to.deep.equal(['Begin.', 'First.', 'Second.']);
    await Promise.all([isEmpty(one), isEmpty(two)]);
  });

  it('takes one move of a ticket at a time, also from another tab', async () => {
    const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'No.' } };
    for (const client of [one, two]) client.line.goOffline();
    expect((await one.send(shop.ticketId, DECLINE)).status).to.equal('queued');
    await waitUntil(() => two.outbox.get().length === 1);
    const result = await two.send(shop.ticketId, DECLINE);
    expect(result.status === 'refused' && result.error.code).to.equal('move-pending');
  });

  it('keeps what was refused in each tab until it is dismissed in one', async () => {
    await one.send(shop.ticketId, { command: 'decline', fields: { reason: 'other', text: 'x' } });
    await waitUntil(() => two.outbox.get()[0]?.state === 'refused');
    two.dismiss(two.outbox.get()[0]!.key);
    await isEmpty(one);
    const next = open();
    await isLive(next);
    await next.send(shop.ticketId, reply('End.'));
    expect(next.outbox.get()).to.have.length(0);
  });
});
