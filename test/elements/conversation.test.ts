import { aTimeout, expect, oneEvent } from '@open-wc/testing';
import type { Client } from '@sidecard/client';
import { provideClient } from '@sidecard/elements';
import '@sidecard/elements/conversation';
import type { SidecardConversation } from '@sidecard/elements/conversation';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, clearPage, fill, focused, press, said, seen, sees } from '../support/browser/panel.ts';
import { BUYER, DECLINE, ME, openShop, ORDER, type Shop, WATCHER } from '../support/browser/shop.ts';
import { holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const undo: (() => void)[] = [];
let shop: Shop;

/** Puts the element on the page, beside a chat that has a conversation open. */
function showConversation(
  client: Client,
  {
    conversationId = ORDER.conversationId,
    buyerId = BUYER.accountId,
    orders = [] as SidecardConversation['orders'],
  } = {},
): SidecardConversation {
  const box = document.createElement('div');
  box.style.cssText = 'inline-size: 340px';
  document.body.append(box);
  const element = document.createElement('sidecard-conversation');
  Object.assign(element, { conversationId, buyerId, orders });
  undo.push(provideClient(box, client, { locale: 'en' }), () => box.remove());
  box.append(element);
  return element;
}

async function choose(element: Element, id: string, value: string): Promise<void> {
  const select = (await byRole(element, `select#${id}`)) as HTMLSelectElement;
  await waitUntil(() => [...select.options].some((option) => option.value === value), `no option ${value}`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

describe('[R42] sidecard-conversation', () => {
  afterEach(() => {
    clearPage();
    for (const step of undo.splice(0).reverse()) step();
    shop.close();
  });

  it('shows the open tasks of the conversation, and asks for the one that is pressed', async () => {
    shop = await openShop();
    const element = showConversation(shop.client());
    const task = await byRole(element, 'button', /^View task: Return & refund, Ticket .*Needs answer/);
    const asked = oneEvent(element, 'sidecard-task-open');
    task.click();
    expect((await asked).detail).to.deep.equal({ ticketId: shop.ticketId });
  });

  it('says that there is none, and shows the buyer’s other cases', async () => {
    shop = await openShop();
    const element = showConversation(shop.client(), { conversationId: 'another' });
    await sees(element, 'No after-sales task in this conversation');
    await sees(element, '1 other case of this buyer');
    (await byRole(element, 'summary', /other case/)).click();
    await byRole(element, 'button', /^View task: Return & refund/);
  });

  it('keeps the focus when the permission is taken back, with the button that had it', async () => {
    shop = await openShop();
    const element = showConversation(shop.client(), { conversationId: 'another' });
    (await byRole(element, 'button', 'Open a task for the buyer')).focus();
    await shop.backend.setPermissions(ME.accountId, []);
    await waitUntil(() => allByRole(element, '[data-act=start]').length === 0);
    await waitUntil(() => focused()?.localName === 'h2');
  });

  it('invites the buyer to apply: the host posts the message', async () => {
    shop = await openShop();
    const element = showConversation(shop.client(), { conversationId: 'another', buyerId: '' });
    const invited = oneEvent(element, 'sidecard-invite');
    await press(element, 'Invite to apply');
    const { conversationId, text } = (await invited).detail;
    expect(conversationId).to.equal('another');
    expect(text).to.match(/apply for after-sales service/);
  });

  it('opens a task for the buyer, with the type’s own form, which the buyer can see then', async () => {
    shop = await openShop({
      steps: [
        [ME, DECLINE],
        [BUYER, { command: 'withdraw' }],
      ],
    });
    const { id } = ORDER;
    const element = showConversation(shop.client(), { orders: [{ id, title: 'Mugs' }] });
    await sees(element, 'No after-sales task');
    await press(element, 'Open a task for the buyer');
    await choose(element, 'type', 'repair');
    await byRole(element, 'button', 'Open: Repair');
    const text = (await byRole(element, 'textbox', /./)) as HTMLTextAreaElement;
    // A form that is not complete says what is missing, and sends nothing.
    await press(element, 'Open: Repair');
    await waitUntil(() => said(element) !== '');
    expect(allByRole(element, 'button', 'Open: Repair')).to.have.length(1);
    await fill(element, /^Quantity of/, '1', 'input[type=number]');
    (await byRole(element, 'radio')).click();
    text.focus();
    await sendKeys({ type: 'The handle is loose.' });
    await waitUntil(() => allByRole(element, '[data-act=create]')[0]?.getAttribute('aria-disabled') === 'false');
    await press(element, 'Open: Repair');
    await byRole(element, 'button', /^View task: Repair/);
    await waitUntil(() => allByRole(element, '[data-act=create]').length === 0, 'its form is closed');
    const buyer = shop.client(BUYER).tickets;
    let types: string[] = [];
    undo.push(buyer.subscribe((all) => (types = [...all.values()].map(({ type }) => type))));
    await waitUntil(() => types.includes('repair'));
  });

  it('keeps what was typed when it is cancelled, and says why a type is not possible', async () => {
    shop = await openShop();
    const element = showConversation(shop.client(), { orders: [{ id: ORDER.id }] });
    await press(element, 'Open a task for the buyer');
    const type = (await byRole(element, 'select#type')) as HTMLSelectElement;
    await waitUntil(() => type.options.length > 5);
    const option = [...type.options].find(({ value }) => value === 'return-refund');
    expect(option?.disabled).to.equal(true);
    expect(option?.text).to.match(/^Return & refund\s+·\s+\S/);
    await choose(element, 'type', 'delivery-issue');
    const text = (await byRole(element, 'textbox')) as HTMLTextAreaElement;
    text.focus();
    await sendKeys({ type: 'It never came' });
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => focused()?.matches('[data-act=start]'));
    await press(element, 'Open a task for the buyer');
    await choose(element, 'type', 'delivery-issue');
    await waitUntil(
      () => (allByRole(element, 'textbox')[0] as HTMLTextAreaElement | undefined)?.value === 'It never came',
    );
  });

  it('shows a request that waited and was refused, with its words: it is edited, sent again or discarded', async () => {
    shop = await openShop();
    const client = shop.client();
    const element = showConversation(client, { orders: [{ id: ORDER.id }] });
    await press(element, 'Open a task for the buyer');
    await choose(element, 'type', 'delivery-issue');
    const text = (await byRole(element, 'textbox')) as HTMLTextAreaElement;
    (await byRole(element, 'radio')).click();
    text.focus();
    await sendKeys({ type: 'It never came' });
    client.line.goOffline();
    await press(element, 'Open: Delivery issue');
    await sees(element, 'Delivery issue for order …8817 opens once you are back online.');
    expect(seen(element)).to.contain('It never came');
    await waitUntil(() => allByRole(element, '[data-act=create]').length === 0, 'its form is closed');
    // Meanwhile the platform stops taking requests about this order.
    const request = client.line.request.bind(client.line);
    let isRefused = true;
    client.line.request = (asked) =>
      isRefused && asked.method === 'POST' && asked.path === '/v1/tickets'
        ? Promise.resolve({ status: 409, body: { code: 'request-not-allowed', because: 'open-already' } })
        : request(asked);
    client.line.goOnline();
    client.refresh();
    await sees(element, 'Delivery issue for order …8817 was not opened');
    expect(seen(element)).to.contain('It never came');
    await press(element, 'Edit');
    await waitUntil(
      () => (allByRole(element, 'textbox')[0] as HTMLTextAreaElement | undefined)?.value === 'It never came',
    );
    expect(allByRole(element, '[data-refusal]')).to.have.length(1);
    await press(element, 'Cancel');
    await press(element, 'Send again');
    await waitUntil(() => client.outbox.get().length === 1 && client.outbox.get()[0]?.state === 'refused');
    isRefused = false;
    await press(element, 'Send again');
    await byRole(element, 'button', /^View task: Delivery issue/);
    expect(client.outbox.get()).to.have.length(0);
    expect(seen(element)).not.to.contain('It never came');
    expect(client.drafts.draft(`order/${ORDER.id}`, 'create/delivery-issue').get()).to.equal(undefined);
  });

  /** Sends a request whose answer waits. */
  async function openDeliveryIssue() {
    shop = await openShop({
      steps: [
        [ME, DECLINE],
        [BUYER, { command: 'withdraw' }],
      ],
    });
    const client = shop.client();
    const { held, release } = holdRequests(client.line, /^\/v1\/tickets$/);
    const element = showConversation(client, { orders: [{ id: ORDER.id }] });
    await press(element, 'Open a task for the buyer');
    await choose(element, 'type', 'delivery-issue');
    const text = (await byRole(element, 'textbox')) as HTMLTextAreaElement;
    (await byRole(element, 'radio')).click();
    text.focus();
    await sendKeys({ type: 'It never came' });
    await press(element, 'Open: Delivery issue');
    await waitUntil(() => held.length === 1, 'the request');
    return { client, element, release };
  }

  it('keeps what is typed while a request is on its way', async () => {
    const { client, element, release } = await openDeliveryIssue();
    await sendKeys({ type: ', and nobody calls' });
    release();
    await byRole(element, 'button', /^View task: Delivery issue/);
    await waitUntil(() => allByRole(element, '[data-act=create]').length === 0, 'its form is closed');
    const draft = client.drafts.draft(`order/${ORDER.id}`, 'create/delivery-issue').get();
    expect(draft?.['text']).to.equal('It never came, and nobody calls');
  });

  it('closes no form of another type that was chosen while a request was on its way', async () => {
    const { element, release } = await openDeliveryIssue();
    await choose(element, 'type', 'exchange');
    await sees(element, 'Exchange for');
    release();
    await byRole(element, 'button', /^View task: Delivery issue/);
    await byRole(element, 'button', 'Open: Exchange');
    expect(((await byRole(element, 'select#type')) as HTMLSelectElement).value).to.equal('exchange');
  });

  it('takes no focus from the chat once a request is answered', async () => {
    const { element, release } = await openDeliveryIssue();
    const chat = document.createElement('textarea');
    element.after(chat);
    chat.focus();
    release();
    await waitUntil(() => allByRole(element, '[data-act=create]').length === 0, 'its form is closed');
    await element.updateComplete;
    expect(document.activeElement === chat).to.equal(true);
  });

  it('a request that is edited writes into no form that was opened meanwhile, and says nothing of it', async () => {
    shop = await openShop();
    const client = shop.client();
    const element = showConversation(client);
    const request = client.line.request.bind(client.line);
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    client.line.request = async (asked) => {
      if (asked.method === 'POST' && asked.path === '/v1/tickets')
        return { status: 409, body: { code: 'request-not-allowed', because: 'open-already' } };
      if (!asked.path.includes('request-options')) return request(asked);
      await released;
      return { status: 404, body: { code: 'not-found' } };
    };
    const create = { orderId: ORDER.id, type: 'delivery-issue', request: { text: 'It never came' } };
    await client.create(create);
    await press(element, 'Edit');
    await press(element, 'Cancel');
    await press(element, 'Open a task for the buyer');
    await waitUntil(() => focused()?.id === 'order');
    await sendKeys({ type: '12345' });
    release();
    await aTimeout(0);
    await element.updateComplete;
    await aTimeout(0);
    expect((focused() as HTMLInputElement).value).to.equal('12345');
    expect(said(element)).not.to.contain('There is no such order in this shop');
  });

  it('shows what another tab has written in the same field of a request', async () => {
    shop = await openShop();
    const client = shop.client();
    const place = `order/${ORDER.id}`;
    const element = showConversation(client, { orders: [{ id: ORDER.id }] });
    client.drafts.set(place, 'create/delivery-issue', { text: 'Here.' });
    client.drafts.set(place, 'create/delivery-issue~1', { text: 'In another tab.' });
    await press(element, 'Open a task for the buyer');
    await choose(element, 'type', 'delivery-issue');
    await sees(element, 'In another tab.');
    await press(element, 'Discard draft');
    await waitUntil(() => !seen(element).includes('In another tab.'));
    expect(client.drafts.draft(place, 'create/delivery-issue').get()).to.deep.equal({ text: 'Here.' });
  });

  it('finds an order by its number, and says so if the shop has none', async () => {
    shop = await openShop();
    const element = showConversation(shop.client(), { conversationId: 'another', buyerId: '' });
    await press(element, 'Open a task for the buyer');
    await waitUntil(() => focused()?.id === 'order');
    await sendKeys({ type: '12345' });
    await sendKeys({ press: 'Enter' });
    await sees(element, 'There is no such order in this shop');
    (focused() as HTMLInputElement).select();
    await sendKeys({ type: ORDER.id });
    await sendKeys({ press: 'Enter' });
    await byRole(element, 'select#type');
  });

  it('offers nothing to open to those who may not handle tasks, and nothing at all to a buyer', async () => {
    shop = await openShop();
    const element = showConversation(shop.client(WATCHER));
    await byRole(element, 'button', 'Invite to apply');
    expect(allByRole(element, 'button', 'Open a task for the buyer')).to.have.length(0);
    const client = shop.client(BUYER);
    const empty = showConversation(client);
    let party: string | undefined;
    undo.push(client.session.subscribe((session) => (party = session?.party)));
    await waitUntil(() => party === 'buyer');
    await empty.updateComplete;
    expect(seen(empty)).to.equal('');
  });
});
