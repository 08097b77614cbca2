import { createClient, type Client, formOf, memoryStorage } from '@sidecard/client';
import type { SidecardProvider } from '@sidecard/elements';
import { aTimeout, expect } from '@open-wc/testing';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { panelShown } from '../support/browser/overlay.ts';
import {
  allByRole,
  byRole,
  clearPage,
  contentOf,
  fill,
  formOpens,
  press,
  provide,
  said,
  seen,
  sees,
} from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  connect,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  MAIN,
  ME,
  type MemoryTransport,
  openShop,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
  WATCHER,
} from '../support/browser/shop.ts';
import { holdReads, holdRequests, signIn } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const OURS = 'Words of the first account.';
const THEIRS = 'Words of the second account.';
const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];

describe('after a change of account', () => {
  let shop: Shop;
  let first: Client & { readonly line: MemoryTransport };
  let second: Client & { readonly line: MemoryTransport };
  let provider: SidecardProvider;
  let element: HTMLElement;

  async function open(
    tag: 'sidecard-task' | 'sidecard-staff-message',
    options: ShopOptions = {},
    others = COLLEAGUE,
  ): Promise<void> {
    shop = await openShop(options);
    first = shop.client();
    second = shop.client(others);
    ({ provider, element } = provide(tag, first, shop.ticketId));
  }
  const messages = () => shop.backend.ticket(shop.ticketId)?.history ?? [];
  const sentBy = (accountId: string) =>
    messages().filter(({ by, sentMessage }) => by.accountId === accountId && sentMessage);
  // Not that of the internal notes.
  const textbox = (name: string | RegExp = /^(?!Write a note)/) =>
    byRole(element, 'textbox', name) as Promise<HTMLTextAreaElement>;

  afterEach(() => {
    clearPage();
    shop.close();
    closeShops();
  });

  describe('sidecard-task', () => {
    describe('with a form that is being filled in', () => {
      beforeEach(async () => {
        await open('sidecard-task');
        await press(element, 'Decline');
        await press(element, 'Other', 'radio');
        await fill(element, 'Message to the buyer', OURS);
        provider.client = second;
        await byRole(element, 'button', 'Agree to return');
      });

      it('has nothing of the former account’s, and nothing to send it with', () => {
        expect(contentOf(element).includes(OURS)).to.equal(false);
        expect(allByRole(element, 'button', /He Yiqing/)).to.be.empty;
      });

      it('sends the second account’s own words', async () => {
        await press(element, 'Decline');
        expect((await textbox('Message to the buyer')).value).to.equal('');
        await press(element, 'Other', 'radio');
        await fill(element, 'Message to the buyer', THEIRS);
        await press(element, /He Yiqing/);
        await sees(element, 'Declined');
        expect(sentBy(COLLEAGUE.accountId).map(({ sentMessage }) => sentMessage?.text)).to.deep.equal([
          `We are sorry, we cannot agree (Other): ${THEIRS}`,
        ]);
        expect(sentBy(ME.accountId)).to.be.empty;
      });

      it('gives the first account its words back when it returns', async () => {
        provider.client = first;
        await formOpens(element, 'Decline');
        expect((await textbox('Message to the buyer')).value).to.equal(OURS);
      });
    });

    it('keeps no answer to what the former account sent', async () => {
      await open('sidecard-task');
      const { release, held } = holdRequests(first.line, /commands$/);
      await press(element, 'Decline');
      await press(element, 'Other', 'radio');
      await fill(element, 'Message to the buyer', OURS);
      const heard: string[] = [];
      for (const type of ['sidecard-reply', 'sidecard-refused']) element.addEventListener(type, () => heard.push(type));
      await press(element, /He Yiqing/);
      await waitUntil(() => held.length === 1);
      provider.client = second;
      await byRole(element, 'button', 'Agree to return');
      expect(contentOf(element).includes(OURS)).to.equal(false);
      expect(seen(element)).not.to.contain('Sending');
      release();
      await waitUntil(() => sentBy(ME.accountId).length === 1);
      await sees(element, 'Declined');
      await aTimeout(0);
      expect(heard).to.be.empty;
      expect(said(element)).to.equal('Ticket updated: Declined');
      expect(sentBy(COLLEAGUE.accountId)).to.be.empty;
    });

    it('shows no conflict of the former account’s', async () => {
      await open('sidecard-task', {}, MAIN);
      await press(element, 'Decline');
      await fill(element, 'Message to the buyer', OURS);
      await shop.act(COLLEAGUE, DECLINE);
      await sees(element, 'Zhou Min answered first');
      provider.client = second;
      await sees(element, 'Buyer’s request');
      expect(contentOf(element).includes(OURS)).to.equal(false);
      expect(seen(element)).not.to.contain('answered first');
    });

    it('closes a menu, whose actions are the former account’s', async () => {
      await open('sidecard-task', {}, WATCHER);
      await press(element, 'More');
      await byRole(element, 'menuitem', 'Propose');
      provider.client = second;
      await sees(element, 'You do not have permission to handle after-sales tasks');
      expect(contentOf(element).includes('Propose')).to.equal(false);
      expect(allByRole(element, 'menuitem')).to.be.empty;
    });

    it('has nothing of a message to staff', async () => {
      await open('sidecard-task', { steps: INTERVENING });
      await sees(element, 'Message to platform staff');
      await fill(element, 'Message to platform staff', OURS);
      provider.client = second;
      await waitUntil(() => !contentOf(element).includes(OURS));
      expect((await textbox('Message to platform staff')).value).to.equal('');
      provider.client = first;
      await waitUntil(() => contentOf(element).includes(OURS));
      expect((await textbox('Message to platform staff')).value).to.equal(OURS);
    });

    it('says nothing of a claim that the former account has asked for', async () => {
      await open('sidecard-task');
      await byRole(element, 'button', 'Claim');
      const { release, held } = holdRequests(first.line, /commands$/);
      await press(element, 'Claim');
      await waitUntil(() => held.length === 1);
      provider.client = second;
      await byRole(element, 'button', 'Claim');
      release();
      await waitUntil(() => shop.backend.ticket(shop.ticketId)?.claim?.accountId === ME.accountId);
      await sees(element, 'Assigned to Chen Yu');
      expect(said(element)).to.equal('');
    });

    it('opens no form because a draft of the former account is found late', async () => {
      shop = await openShop();
      const kept = memoryStorage();
      const typist = createClient({ transport: connect(shop.backend, ME), storage: kept, locale: 'en' });
      const stop = typist.session.listen(() => {});
      typist.drafts.set(shop.ticketId, formOf({ command: 'decline' }), { text: OURS });
      await waitUntil(async () => (await kept.entries('draft/')).length === 1);
      stop();
      typist.close();
      const storage = holdReads(kept);
      const late = createClient({ transport: connect(shop.backend, ME), storage, locale: 'en' });
      second = shop.client(COLLEAGUE);
      ({ provider, element } = provide('sidecard-task', late, shop.ticketId));
      await byRole(element, 'button', 'Decline');
      provider.client = second;
      await waitUntil(() => second.session.get() !== undefined);
      await byRole(element, 'button', 'Decline');
      storage.release();
      await waitUntil(() => late.drafts.draft(shop.ticketId, 'decline').get() !== undefined);
      await aTimeout(50);
      expect(allByRole(element, 'textbox', /^(?!Write a note)/).length).to.equal(0);
      expect(contentOf(element).includes(OURS)).to.equal(false);
      provider.client = late;
      await formOpens(element, 'Decline');
      expect((await textbox('Message to the buyer')).value).to.equal(OURS);
      late.close();
    });

    it('asks nothing back that the former account has asked for', async () => {
      await open('sidecard-task', {}, COLLEAGUE);
      provider.client = shop.client(WATCHER);
      shop.client(MAIN).session.listen(() => {});
      await byRole(element, 'button', 'Request access');
      await press(element, 'Request access');
      provider.client = second;
      await byRole(element, 'button', 'Agree to return');
      await aTimeout(50);
      expect(said(element)).to.equal('');
    });
  });

  describe('sidecard-task in the overlay', () => {
    it('has nothing of the former account’s', async () => {
      await open('sidecard-task');
      provider.openTask(shop.ticketId);
      element = await panelShown(() => provider);
      await press(element, 'Decline');
      await fill(element, 'Message to the buyer', OURS);
      provider.client = second;
      await byRole(element, 'button', 'Agree to return');
      expect(contentOf(provider).includes(OURS)).to.equal(false);
      provider.closeTask();
    });
  });

  describe('sidecard-task whose client begins to speak for another account', () => {
    it('has nothing of the former account’s', async () => {
      await open('sidecard-task');
      const host = signIn(shop.backend, ME);
      const client = createClient({ ...host, storage: memoryStorage(), locale: 'en' });
      provider.client = client;
      await press(element, 'Decline');
      await fill(element, 'Message to the buyer', OURS);
      host.switchTo(COLLEAGUE);
      client.refresh();
      await byRole(element, 'button', 'Agree to return');
      expect(contentOf(element).includes(OURS)).to.equal(false);
      expect(allByRole(element, 'textbox', /^(?!Write a note)/).length).to.equal(0);
      client.close();
    });
  });

  describe('sidecard-staff-message', () => {
    beforeEach(async () => {
      await open('sidecard-staff-message', { steps: INTERVENING });
      await press(element, 'Progress update', 'radio');
      await fill(element, /./, OURS);
    });

    it('has nothing of the former account’s, and gives it back', async () => {
      provider.client = second;
      await waitUntil(() => !contentOf(element).includes(OURS));
      expect((await textbox()).value).to.equal('');
      expect(((await byRole(element, 'radio', 'Progress update')) as HTMLInputElement).checked).to.equal(false);
      provider.client = first;
      await waitUntil(() => contentOf(element).includes(OURS));
    });

    it('sends the second account’s own words', async () => {
      provider.client = second;
      await waitUntil(() => !contentOf(element).includes(OURS));
      await press(element, 'Send to staff');
      await sees(element, 'Choose a purpose');
      await press(element, 'Additional statement', 'radio');
      await fill(element, /./, THEIRS);
      await press(element, 'Send to staff');
      await sees(element, '1 message');
      expect(seen(element)).to.contain(THEIRS).and.not.to.contain(OURS);
      expect(seen(element)).to.contain('Zhou Min');
    });

    it('takes no answer to what the former account sent', async () => {
      const { release, held } = holdRequests(first.line, /staff-messages$/);
      await press(element, 'Send to staff');
      await waitUntil(() => held.length === 1);
      provider.client = second;
      await waitUntil(() => !contentOf(element).includes(OURS));
      await fill(element, /./, THEIRS);
      release();
      await sees(element, '1 message');
      expect(said(element)).to.equal('');
      expect((await textbox()).value).to.equal(THEIRS);
      expect(seen(element)).to.contain('Chen Yu');
    });

    it('shows what is still on its way when its account returns, and does not send it twice', async () => {
      const { release, held } = holdRequests(first.line, /staff-messages$/);
      await press(element, 'Send to staff');
      await waitUntil(() => held.length === 1);
      provider.client = second;
      await waitUntil(() => !contentOf(element).includes(OURS));
      provider.client = first;
      await press(element, 'Sending…');
      release();
      await sees(element, '1 message');
      await waitUntil(async () => (await textbox()).value === '');
      expect(held).to.have.length(1);
    });

    it('says no refusal of the former account’s', async () => {
      const { release, held } = holdRequests(first.line, /staff-messages$/);
      await press(element, 'Send to staff');
      await waitUntil(() => held.length === 1);
      provider.client = second;
      await waitUntil(() => !contentOf(element).includes(OURS));
      await shop.act(STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'The shop is right.' } });
      release();
      await waitUntil(() => first.outbox.get().some(({ state }) => state === 'refused'));
      await aTimeout(0);
      expect(said(element)).to.equal('');
      expect(contentOf(element).includes(OURS)).to.equal(false);
      expect(seen(element)).not.to.contain('is saved');
      provider.client = first;
      await sees(element, 'Staff have ruled. Your message was not sent and is kept.');
      expect(seen(element)).to.contain(OURS);
    });
  });

  describe('sidecard-card', () => {
    it('shows what the second account has', async () => {
      shop = await openShop();
      const mine = await aShop({ steps: [20 * HOUR_MS, [ME, CLAIM]] });
      const card = await aCard({ message: mine.message, client: mine.client() });
      await says(card, 'Assigned to you');
      card.closest('sidecard-provider')!.client = mine.client(COLLEAGUE);
      await says(card, 'Assigned to Chen Yu');
      expect(contentOf(card).includes('Assigned to you')).to.equal(false);
    });

    it('shows nothing of the first shop’s live data to an account of another', async () => {
      shop = await openShop();
      const mine = await aShop({ steps: [20 * HOUR_MS, [ME, CLAIM]] });
      const card = await aCard({ message: mine.message, client: mine.client() });
      await says(card, 'Assigned to you');
      card.closest('sidecard-provider')!.client = (await aShop()).client();
      await waitUntil(() => !contentOf(card).includes('Assigned to'));
    });
  });
});
