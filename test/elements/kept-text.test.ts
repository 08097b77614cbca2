import { type Client, type ClientStorage, createClient, memoryStorage, type Transport } from '@sidecard/client';
import { expect, nextFrame } from '@open-wc/testing';
import { panelShown } from '../support/browser/overlay.ts';
import {
  allByRole,
  byRole,
  clearPage,
  fill,
  formOpens,
  press,
  provide,
  said,
  seen,
  sees,
  show,
} from '../support/browser/panel.ts';
import {
  AGREE,
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  connect,
  DECLINE,
  ESCALATE,
  ME,
  type MemoryTransport,
  openShop,
  RECEIVE,
  SEND_BACK,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
  unknown,
} from '../support/browser/shop.ts';
import { holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const TEXT = 'Two hours of typing.';
const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];
const RULE = { command: 'rule', choice: 'for-merchant', fields: { text: 'The shop is right.' } };
const WITHDRAW = { command: 'withdraw' };

describe('a text that somebody typed', () => {
  let shop: Shop;
  let client: Client & { readonly line: MemoryTransport };
  let panel: HTMLElement;

  async function open(options: ShopOptions = {}): Promise<void> {
    shop = await openShop(options);
    client = shop.client();
    panel = show('sidecard-task', client, shop.ticketId);
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  /** Writes what is wrong with goods that have arrived. */
  async function gradeGoods(): Promise<void> {
    await open({
      steps: [
        [ME, AGREE],
        [BUYER, SEND_BACK],
      ],
    });
    await press(panel, 'Confirm receipt and refund');
    const states = (await byRole(panel, 'combobox')) as HTMLSelectElement;
    states.value = 'damaged';
    states.dispatchEvent(new Event('change', { bubbles: true }));
    await fill(panel, /^What is wrong with/, TEXT);
  }

  /** The text stands there once, and the reader can get rid of it. */
  async function isKept(): Promise<void> {
    await sees(panel, TEXT);
    expect(seen(panel).split(TEXT)).to.have.length(2);
    await press(panel, 'Discard draft');
    await waitUntil(() => !seen(panel).includes(TEXT));
  }

  describe('for platform staff', () => {
    beforeEach(async () => {
      await open({ steps: INTERVENING });
      await press(panel, 'Progress update', 'radio');
      await fill(panel, 'Message to platform staff', TEXT);
    });

    it('stays in the panel when staff rule while it is being written', async () => {
      await shop.act(STAFF, RULE);
      await sees(panel, 'The platform ruled');
      await sees(panel, 'You can message staff while the platform is intervening.');
      await isKept();
    });

    it('stays in the panel when staff rule while it is on its way', async () => {
      const { release, held } = holdRequests(client.line, /staff-messages$/);
      await press(panel, 'Send to staff');
      await waitUntil(() => held.length === 1);
      await shop.act(STAFF, RULE);
      await sees(panel, 'The platform ruled');
      expect(seen(panel)).to.contain(TEXT);
      release();
      await sees(panel, 'Staff have ruled. Your message was not sent and is kept.');
      await isKept();
    });

    it('stays in the panel when staff rule while it waits for the network', async () => {
      client.line.goOffline();
      await press(panel, 'Send to staff');
      await sees(panel, 'Sends automatically');
      await shop.act(STAFF, RULE);
      client.line.goOnline();
      client.refresh();
      await sees(panel, 'Staff have ruled. Your message was not sent and is kept.');
      await isKept();
    });

    it('stays in the panel when the permission is taken back', async () => {
      await shop.backend.setPermissions(ME.accountId, []);
      await sees(panel, 'You do not have permission to handle after-sales tasks');
      await isKept();
    });
  });

  describe('for a decision', () => {
    it('stays when the platform’s ruling takes the decision away', async () => {
      await open({ steps: [...INTERVENING, [STAFF, ASK_EVIDENCE]] });
      await press(panel, 'Submit evidence');
      await fill(panel, 'Statement', TEXT);
      await shop.act(STAFF, RULE);
      await sees(panel, 'Your draft');
      expect(seen(panel)).to.contain(TEXT);
      await press(panel, /^Continue/);
      await sees(panel, 'The platform ruled');
      await isKept();
    });

    it('stays when the buyer withdraws', async () => {
      await open();
      await press(panel, 'Decline');
      await fill(panel, 'Message to the buyer', TEXT);
      await shop.act(BUYER, WITHDRAW);
      await sees(panel, 'Your draft');
      await press(panel, /^Continue/);
      await isKept();
    });

    it('stays when it is an amount or an address that was typed; a proposed amount is no text', async () => {
      await open();
      await press(panel, 'Agree to return');
      await formOpens(panel, 'Agree to return');
      const kept = async () => {
        await shop.act(BUYER, WITHDRAW);
        await press(panel, /^Continue/);
        await sees(panel, 'Your text is kept.');
        return panel.shadowRoot!.querySelector('[data-section=kept] .draft')?.textContent;
      };
      await fill(panel, 'Message to the buyer', 'Sent to us.');
      expect(await kept()).to.equal('Sent to us.');
      clearPage();
      shop.close();
      await open();
      await press(panel, 'Agree to return');
      await formOpens(panel, 'Agree to return');
      const addresses = (await byRole(panel, '[name=returnAddress]')) as HTMLSelectElement;
      addresses.value = '-1';
      addresses.dispatchEvent(new Event('change', { bubbles: true }));
      await fill(panel, 'Name', 'Warehouse East');
      await fill(panel, 'Street', '1 Tea Lane');
      await fill(panel, 'Refund amount', '201.50');
      const words = (await kept())?.split('\n').sort();
      expect(words).to.deep.equal(['201.50', 'Warehouse East 1 Tea Lane']);
    });

    it('stays when it is what the shop found wrong with goods, and somebody else is first', async () => {
      await gradeGoods();
      await shop.act(COLLEAGUE, RECEIVE);
      await sees(panel, 'Your draft');
      expect(seen(panel)).to.contain(TEXT);
      await press(panel, /^Continue/);
      await isKept();
    });

    it('stays when it is what the shop found wrong with goods, and the server refuses it', async () => {
      await gradeGoods();
      const { release, held } = holdRequests(client.line, /commands$/);
      await press(panel, 'Confirm and tell He Yiqing');
      await waitUntil(() => held.length === 1);
      await shop.act(COLLEAGUE, RECEIVE);
      release();
      await press(panel, /^Continue/);
      await isKept();
    });

    it('stays when the permission is taken back, and is in its form again when it is granted', async () => {
      await open();
      await press(panel, 'Decline');
      await fill(panel, 'Message to the buyer', TEXT);
      await shop.backend.setPermissions(ME.accountId, []);
      await sees(panel, 'You do not have permission to handle after-sales tasks');
      await sees(panel, TEXT);
      await shop.backend.setPermissions(ME.accountId, ['task.handle']);
      expect(((await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement).value).to.equal(TEXT);
    });

    it('stays, once, when the server refuses it because somebody was first', async () => {
      await open();
      await press(panel, 'Decline');
      await press(panel, 'Other', 'radio');
      await fill(panel, 'Message to the buyer', TEXT);
      const { release, held } = holdRequests(client.line, /commands$/);
      await press(panel, 'Decline and tell He Yiqing');
      await waitUntil(() => held.length === 1);
      await shop.act(BUYER, WITHDRAW);
      release();
      await press(panel, /^Continue/);
      await isKept();
    });
  });

  it('is in view when its panel opens, also above a form with a draft of its own', async () => {
    shop = await openShop();
    client = shop.client();
    client.drafts.set(shop.ticketId, 'no-more', { text: TEXT });
    client.drafts.set(shop.ticketId, 'decline', { text: 'It was whole.' });
    panel = show('sidecard-task', client, shop.ticketId, { height: 500 });
    await byRole(panel, '[part~=form]');
    await sees(panel, TEXT);
    const body = panel.shadowRoot!.querySelector('.body')!;
    for (let drawings = 0; drawings < 3; drawings++) await nextFrame();
    expect([body.scrollTop, body.scrollHeight > body.clientHeight]).to.deep.equal([0, true]);
  });

  it('for a reply stays when the ticket is closed, and that is said', async () => {
    await open();
    await press(panel, 'More');
    await press(panel, 'Reply to the buyer', 'menuitem');
    await fill(panel, 'Reply to the buyer', TEXT);
    await shop.act(BUYER, WITHDRAW);
    await sees(panel, 'Closed');
    expect(said(panel)).to.contain('Your text is kept.');
    await isKept();
  });

  it('for colleagues stays when the permission is taken back, and is in its field again when it is granted', async () => {
    await open();
    await fill(panel, 'Write a note for your colleagues', TEXT);
    await shop.backend.setPermissions(ME.accountId, []);
    await sees(panel, 'You do not have permission to handle after-sales tasks');
    await sees(panel, TEXT);
    await shop.backend.setPermissions(ME.accountId, ['task.handle']);
    const note = (await byRole(panel, 'textbox', 'Write a note for your colleagues')) as HTMLTextAreaElement;
    expect(note.value).to.equal(TEXT);
    expect(seen(panel)).not.to.contain('Discard draft');
  });

  it('stays when the ticket’s type cannot be loaded any more', async () => {
    shop = await openShop({ type: unknown.key, policy: { coveredTypes: [unknown.key] } });
    const storage: ClientStorage = memoryStorage();
    const knowing = createClient({ transport: connect(shop.backend, ME), storage, locale: 'en' });
    panel = show('sidecard-task', knowing, shop.ticketId);
    await press(panel, 'Decline');
    await fill(panel, 'Message to the buyer', TEXT);
    clearPage();
    knowing.close();
    const line = connect(shop.backend, ME);
    const transport: Transport = {
      ...line,
      request: (request) =>
        request.path.includes('ticket-types') ? Promise.reject(new TypeError('away')) : line.request(request),
    };
    // the type is kept for good; another storage has the draft alone
    let drafts: Awaited<ReturnType<ClientStorage['entries']>> = [];
    await waitUntil(async () => (drafts = await storage.entries('draft')).length > 0);
    const bare = memoryStorage();
    for (const [key, value] of drafts) await bare.set(key, value);
    const unaware = createClient({ transport, storage: bare, locale: 'en' });
    panel = show('sidecard-task', unaware, shop.ticketId);
    await sees(panel, 'The server did not respond. Your text is kept.');
    await isKept();
    unaware.close();
  });

  it('stays when the ticket is not found any more', async () => {
    shop = await openShop();
    const storage: ClientStorage = memoryStorage();
    client = Object.assign(createClient({ transport: connect(shop.backend, ME), storage, locale: 'en' }), {
      line: connect(shop.backend, ME),
    });
    for (const [form, text] of [
      ['decline', 'An answer.'],
      ['note', 'A note.'],
      ['staff-message', 'A message.'],
    ] as const)
      client.drafts.set('nothing-here', form, { text });
    panel = show('sidecard-task', client, 'nothing-here');
    await sees(panel, 'Ticket not found');
    for (const text of ['An answer.', 'A note.', 'A message.']) await sees(panel, text);
    client.close();
  });

  it('is said once more in the chat, and then nowhere else', async () => {
    await open();
    await press(panel, 'Decline');
    await fill(panel, 'Message to the buyer', TEXT);
    await shop.act(COLLEAGUE, DECLINE);
    await press(panel, 'Add a message in chat');
    await press(panel, 'Send to He Yiqing');
    await waitUntil(() => shop.backend.ticket(shop.ticketId)?.history.at(-1)?.kind === 'replied');
    await sees(panel, 'Assigned to Zhou Min');
    expect(allByRole(panel, 'button', 'Discard draft')).to.be.empty;
  });

  describe('in the overlay', () => {
    async function openOverlay(options: ShopOptions = {}): Promise<() => void> {
      shop = await openShop(options);
      const { provider, element } = provide('sidecard-staff-message', shop.client(), '');
      element.remove();
      provider.openTask(shop.ticketId);
      panel = await panelShown(() => provider);
      return () => provider.closeTask();
    }

    it('for staff stays when staff rule', async () => {
      const close = await openOverlay({ steps: INTERVENING });
      await fill(panel, 'Message to platform staff', TEXT);
      await shop.act(STAFF, RULE);
      await sees(panel, 'The platform ruled');
      await isKept();
      close();
    });

    it('for a reply stays when the ticket is closed', async () => {
      const close = await openOverlay();
      await press(panel, 'More');
      await press(panel, 'Reply to the buyer', 'menuitem');
      await fill(panel, 'Reply to the buyer', TEXT);
      await shop.act(BUYER, WITHDRAW);
      await sees(panel, 'Closed');
      await isKept();
      close();
    });
  });
});
