import { expect, oneEvent } from '@open-wc/testing';
import type { Client, Transport } from '@sidecard/client';
import { type Overrides, type Texts } from '@sidecard/elements';
import { sendKeys } from '@web/test-runner-commands';
import {
  allByRole,
  byRole,
  clearPage,
  fill,
  focused,
  press,
  said,
  seen,
  sees,
  show,
} from '../support/browser/panel.ts';
import {
  AGREE,
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
  WATCHER,
} from '../support/browser/shop.ts';
import { holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];
const LEFT: Step = [
  ME,
  { command: 'leave-staff-message', fields: { purpose: 'progress-update', text: 'Reported to the carrier.' } },
];
const ANSWERED: Step = [STAFF, { command: 'answer-merchant', fields: { text: 'Received.' } }];
const RULED: Step = [STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'The shop is right.' } }];

describe('sidecard-staff-message', () => {
  let shop: Shop;
  let client: Client & { readonly line: { goOffline(): void; goOnline(): void } };
  let element: HTMLElement;

  async function open(options: ShopOptions, who = ME, overrides?: Overrides<Texts>): Promise<void> {
    shop = await openShop(options);
    client = shop.client(who);
    element = show('sidecard-staff-message', client, shop.ticketId, overrides ? { overrides } : {});
  }
  const thread = async () => {
    const watcher = shop.client(COLLEAGUE).staffThread(shop.ticketId);
    return new Promise<readonly { readonly purpose?: string; readonly text: string }[]>((resolve) => {
      const stop = watcher.subscribe(({ status, messages }) => {
        if (status !== 'ready') return;
        queueMicrotask(() => stop());
        resolve(messages);
      });
    });
  };
  afterEach(() => {
    clearPage();
    shop.close();
  });

  describe('given a covered ticket with the platform intervening', () => {
    beforeEach(async () => {
      await open({ steps: [...INTERVENING, LEFT, ANSWERED] });
      await byRole(element, 'textbox');
    });

    it('[R19] offers the form, and shows the thread with who, what for and when', () => {
      expect(seen(element)).to.match(
        /Message to platform staff 2 messages .*Chen Yu Progress update .*Reported to the carrier\. .*Platform staff .*Received\./,
      );
    });

    it('[R24] says on the field that the buyer cannot see it', () => {
      expect(seen(element)).to.contain('Only platform staff can see this, not the buyer');
      const field = element.shadowRoot?.querySelector('textarea');
      expect(field?.getAttribute('aria-describedby')).to.contain('who');
    });

    it('[R23] asks for a purpose, each with its full name', async () => {
      await byRole(element, 'radio', 'Progress update');
      await byRole(element, 'radio', 'Transaction update');
      await byRole(element, 'radio', 'Additional statement');
      await fill(element, /./, 'We kept the video.');
      await press(element, 'Send to staff');
      await sees(element, 'Choose a purpose');
      expect(focused()?.matches('input[type=radio]')).to.equal(true);
    });

    it('[R20] sends it to staff, and clears the box', async () => {
      await press(element, 'Additional statement', 'radio');
      await fill(element, /./, 'We kept the video.');
      await press(element, 'Send to staff');
      await sees(element, '3 messages');
      expect(said(element)).to.equal('Sent to staff.');
      const [, , last] = await thread();
      expect(last).to.include({ purpose: 'additional-statement', text: 'We kept the video.' });
      expect(((await byRole(element, 'textbox')) as HTMLTextAreaElement).value).to.equal('');
    });

    it('does not scold for the box that sending has cleared', async () => {
      await press(element, 'Additional statement', 'radio');
      await fill(element, /./, 'We kept the video.');
      const box = (await byRole(element, 'textbox')) as HTMLTextAreaElement;
      box.focus();
      box.blur();
      await press(element, 'Send to staff');
      await sees(element, '3 messages');
      await waitUntil(() => said(element) === 'Sent to staff.');
      expect(seen(element)).not.to.contain('more character');
      expect(seen(element)).not.to.contain('Choose a purpose');
    });

    it('is one tab stop for the purposes, with arrows between them', async () => {
      (await byRole(element, 'radio', 'Progress update')).focus();
      await sendKeys({ press: 'Space' });
      await sendKeys({ press: 'ArrowRight' });
      expect(focused()?.getAttribute('aria-label')).to.equal('Transaction update');
      await sendKeys({ press: 'Tab' });
      expect(focused()?.matches('textarea')).to.equal(true);
      await sendKeys({ type: 'Refunded outside.' });
      await sendKeys({ press: 'Control+Enter' });
      await sees(element, '3 messages');
    });

    it('counts to 500 and warns before', async () => {
      await fill(element, /./, 'x'.repeat(480));
      await waitUntil(() => element.shadowRoot?.querySelector('.aside.over')?.textContent?.trim() === '480/500');
      await fill(element, /./, 'x'.repeat(512));
      await sees(element, '12 characters too many');
    });

    it('announces an answer of staff', async () => {
      await shop.act(STAFF, { command: 'answer-merchant', fields: { text: 'A picture of the inside, too.' } });
      await sees(element, 'A picture of the inside, too.');
      await waitUntil(() => said(element) === 'Platform staff replied.');
    });

    it('keeps what was typed when it is removed', async () => {
      await press(element, 'Progress update', 'radio');
      await fill(element, /./, 'We kept the video.');
      clearPage();
      element = show('sidecard-staff-message', client, shop.ticketId);
      await waitUntil(() => element.shadowRoot?.querySelector('textarea')?.value === 'We kept the video.');
      expect(((await byRole(element, 'radio', 'Progress update')) as HTMLInputElement).checked).to.equal(true);
    });

    it('has no picture button yet', () => {
      expect(allByRole(element, 'button', /^(?!Templates)/)).to.have.length(1);
    });
  });

  describe('given a message without a network', () => {
    beforeEach(async () => {
      await open({ steps: INTERVENING });
      await press(element, 'Progress update', 'radio');
      await fill(element, /./, 'We kept the video.');
      client.line.goOffline();
      await press(element, 'Send to staff');
      await sees(element, 'Sends automatically once you are back online');
    });

    it('shows it as waiting, once', () => {
      expect(seen(element).split('We kept the video.')).to.have.length(2);
      expect(element.shadowRoot?.querySelector('textarea')?.value).to.equal('');
    });

    it('sends it when the network is back', async () => {
      client.line.goOnline();
      client.refresh();
      await sees(element, '1 message');
      await waitUntil(() => !seen(element).includes('Sends automatically'));
    });

    it('gives the text back when staff have ruled meanwhile', async () => {
      const refused = oneEvent(element, 'sidecard-refused');
      await shop.act(STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'The shop is right.' } });
      client.line.goOnline();
      client.refresh();
      const { detail } = (await refused) as CustomEvent<{ code: string }>;
      expect(detail.code).to.equal('move-not-allowed');
      await sees(element, 'Staff have ruled. Your message was not sent and is kept.');
      expect(seen(element)).to.contain('We kept the video.');
      expect(allByRole(element, 'textbox')).to.be.empty;
    });
  });

  it('[nothing-lost] gives pictures back with the text, beside what was added meanwhile', async () => {
    await open({ steps: INTERVENING });
    await byRole(element, 'textbox');
    client.line.goOffline();
    await client.sendStaffMessage(shop.ticketId, { purpose: 'progress-update', text: 'First.', pictures: ['P1'] });
    client.drafts.set(shop.ticketId, 'staff-message', { text: 'Second.', pictures: ['P2'] });
    const refused = oneEvent(element, 'sidecard-refused');
    client.line.goOnline();
    client.refresh();
    await refused;
    const draft = client.drafts.draft(shop.ticketId, 'staff-message').get();
    expect(draft).to.deep.equal({ purpose: 'progress-update', text: 'Second.\nFirst.', pictures: ['P2', 'P1'] });
  });

  it('[nothing-lost] keeps a picture that is added while the text is on its way', async () => {
    await open({ steps: INTERVENING });
    await press(element, 'Progress update', 'radio');
    await fill(element, /./, 'We kept the video.');
    const { release } = holdRequests(client.line as unknown as Transport, /./);
    await press(element, 'Send to staff');
    await sees(element, 'Sending');
    const { drafts } = client;
    const added = { ...drafts.draft(shop.ticketId, 'staff-message').get(), pictures: ['P1'] };
    drafts.set(shop.ticketId, 'staff-message', added);
    release();
    await waitUntil(() => said(element) === 'Sent to staff.');
    expect(drafts.draft(shop.ticketId, 'staff-message').get()).to.deep.equal(added);
  });

  describe('[R19] given one of the two conditions is not met', () => {
    it('offers no form while the platform is not intervening', async () => {
      await open({ steps: [[ME, DECLINE]] });
      await sees(element, 'You can message staff while the platform is intervening.');
      expect(allByRole(element, 'textbox')).to.be.empty;
    });

    it('offers no form for a type that is not covered', async () => {
      await open({ type: 'shipment-urging', steps: INTERVENING });
      await sees(element, 'You can message staff');
      expect(allByRole(element, 'textbox')).to.be.empty;
    });

    it('leaves the thread readable after the ruling', async () => {
      await open({ steps: [...INTERVENING, LEFT, RULED] });
      await sees(element, 'Reported to the carrier.');
      expect(allByRole(element, 'textbox')).to.be.empty;
    });
  });

  it('takes the form away when the platform leaves, and puts focus on its heading', async () => {
    await open({ steps: INTERVENING });
    (await byRole(element, 'textbox')).focus();
    await shop.act(COLLEAGUE, AGREE);
    await sees(element, 'You can message staff');
    expect(focused()?.matches('h3')).to.equal(true);
  });

  it('explains to an account that may handle tasks and not write to staff', async () => {
    await open({ steps: [...INTERVENING, LEFT] }, { ...COLLEAGUE, permissions: ['task.handle'] });
    await sees(element, 'Reported to the carrier.');
    await sees(element, 'You do not have permission to handle this.');
    expect(allByRole(element, 'textbox')).to.be.empty;
  });

  it('[R24] is empty to a buyer, whose client does not even ask', async () => {
    await open({ steps: [...INTERVENING, LEFT] }, BUYER);
    await waitUntil(() => client.session.get() !== undefined);
    const asked: string[] = [];
    const { line } = client;
    const { request } = client.line as unknown as { request: (one: { path: string }) => unknown };
    Object.assign(line, { request: (one: { path: string }) => (asked.push(one.path), request(one)) });
    clearPage();
    element = show('sidecard-staff-message', client, shop.ticketId);
    const panel = show('sidecard-task', client, shop.ticketId);
    await sees(panel, 'Platform intervening');
    expect(element.shadowRoot?.querySelector('*')).to.equal(null);
    expect(seen(panel)).not.to.match(/Message to|Send to staff|Reported to the carrier/);
    expect(asked.filter((path) => path.includes('staff'))).to.be.empty;
  });

  it('reads nothing to an account without the permission', async () => {
    await open({ steps: [...INTERVENING, LEFT] }, WATCHER);
    await sees(element, 'You do not have permission to handle this.');
    expect(seen(element)).not.to.contain('Reported to the carrier.');
  });

  it('[R22] is called what the host calls it', async () => {
    await open({ steps: INTERVENING }, ME, { staff: { title: 'Message to our agents', send: 'Send to agents' } });
    await sees(element, 'Message to our agents');
    await press(element, 'Progress update', 'radio');
    await fill(element, 'Message to our agents', 'We kept the video.');
    await press(element, 'Send to agents');
    await sees(element, '1 message');
  });

  it('[R25] lets staff answer', async () => {
    await open({ steps: [...INTERVENING, LEFT] }, STAFF);
    await fill(element, /./, 'Received.');
    await press(element, 'Reply to the shop');
    await sees(element, '2 messages');
  });

  it('[R21] stands in the panel as it stands alone', async () => {
    await open({ steps: [...INTERVENING, LEFT] });
    const panel = show('sidecard-task', client, shop.ticketId);
    await sees(panel, 'Reported to the carrier.');
    expect(panel.shadowRoot?.querySelector('sidecard-staff-message')).to.exist;
  });

  it('is no part of a panel whose ticket has neither a thread nor a form', async () => {
    await open({ steps: [[ME, DECLINE]] });
    const panel = show('sidecard-task', client, shop.ticketId);
    await sees(panel, 'History');
    expect(panel.shadowRoot?.querySelector('sidecard-staff-message')).to.equal(null);
  });
});
