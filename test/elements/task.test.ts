import { type Client, createClient, memoryStorage, type Transport } from '@sidecard/client';
import type { SidecardTask } from '@sidecard/elements';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  allByRole,
  byRole,
  clearPage,
  fill,
  focused,
  formOpens,
  press,
  said,
  seen,
  sees,
  show,
  within,
} from '../support/browser/panel.ts';
import {
  AGREE,
  ASK_EVIDENCE,
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
  openShop,
  type Shop,
  type ShopOptions,
  STAFF,
  unknown,
  WATCHER,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('sidecard-task', () => {
  let shop: Shop;
  let client: Client;
  let panel: HTMLElement;

  async function open(options: ShopOptions = {}, who = ME): Promise<void> {
    shop = await openShop(options);
    client = shop.client(who);
    panel = show('sidecard-task', client, shop.ticketId);
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('[R16] counts a deadline down from when it starts, whatever ran before', async () => {
    await open({ policy: { deadlines: { '*': { escalate: 2 * 60_000 + 1_500 } } } });
    await sees(panel, 'Needs answer');
    await shop.act(ME, DECLINE);
    await sees(panel, 'Buyer has 2 min');
    await sees(panel, 'Buyer has 1 min');
  });

  describe('given a ticket that needs an answer', () => {
    beforeEach(async () => {
      await open({ steps: [20 * HOUR_MS, [ME, CLAIM]] });
      await sees(panel, 'Buyer’s request');
    });

    it('[R6] shows request, order and history in this order', async () => {
      await sees(panel, 'Buyer’s other tickets');
      const titles = [...within(panel)]
        .filter((one) => one.matches('h2, .sec > h3'))
        .map((one) => one.innerText.split('\n')[0]);
      expect(titles.slice(0, 5)).to.deep.equal([
        'Return & refund',
        'Buyer’s request',
        'Order',
        'Buyer’s other tickets',
        'History',
      ]);
    });

    it('shows the facts: amount, reason, words, item and parcel', () => {
      const text = seen(panel);
      for (const fact of [
        '¥258.00',
        'Damaged goods',
        'box crushed, rim chipped',
        'Fog-blue handmade mug',
        'Signed for',
      ]) {
        expect(text).to.contain(fact);
      }
    });

    it('says whose move it is, by when, and who is on it', () => {
      expect(seen(panel)).to.match(/Needs answer .*left.*by .*Assigned to you/);
    });

    it('says what happened, newest first', () => {
      expect(seen(panel)).to.match(/You claimed the task .*The buyer opened: Return & refund/);
    });

    it('fills the button that answers, outlines the other, and keeps the rest in a menu', async () => {
      expect((await byRole(panel, 'button', 'Agree to return')).matches('.fill')).to.equal(true);
      expect((await byRole(panel, 'button', 'Decline')).matches('.fill')).to.equal(false);
      await press(panel, 'More');
      await byRole(panel, 'menuitem', 'Propose');
      expect(allByRole(panel, 'menuitem')).to.have.length(4);
    });

    it('releases and claims without a form', async () => {
      await press(panel, 'Release');
      await sees(panel, 'Unclaimed');
      await press(panel, 'Claim');
      await sees(panel, 'Assigned to you');
    });

    it('[R5] asks to be closed, and can be refused', async () => {
      const closing = oneEvent(panel, 'sidecard-task-close');
      await press(panel, 'Close');
      const event = (await closing) as CustomEvent<{ ticketId: string }>;
      expect(event.detail).to.deep.equal({ ticketId: shop.ticketId });
      expect(event.cancelable && event.bubbles && event.composed).to.equal(true);
    });

    describe('closed by the page', () => {
      beforeEach(() => {
        (panel as SidecardTask).placement = 'inline';
      });

      it('says so by its attribute and its events, and is not shown', async () => {
        expect(panel.hasAttribute('open')).to.equal(true);
        const heard: string[] = [];
        for (const type of ['sidecard-task-close', 'sidecard-task-closed'])
          panel.addEventListener(type, () => heard.push(type));
        expect((panel as SidecardTask).close()).to.equal(true);
        await (panel as SidecardTask).updateComplete;
        expect(panel.hasAttribute('open')).to.equal(false);
        expect(panel.checkVisibility()).to.equal(false);
        expect(heard).to.deep.equal(['sidecard-task-close', 'sidecard-task-closed']);
      });

      it('stays open when a listener prevents it', async () => {
        panel.addEventListener('sidecard-task-close', (event) => event.preventDefault());
        expect((panel as SidecardTask).close()).to.equal(false);
        await (panel as SidecardTask).updateComplete;
        expect((panel as SidecardTask).open).to.equal(true);
        expect(panel.checkVisibility()).to.equal(true);
      });

      it('is open again for another ticket', async () => {
        (panel as SidecardTask).close();
        (panel as SidecardTask).ticketId = (await shop.another()).ticketId;
        await sees(panel, 'Ticket 2607-0002');
        expect(panel.hasAttribute('open')).to.equal(true);
      });
    });

    it('takes focus on its heading', async () => {
      panel.focus();
      await waitUntil(() => focused()?.textContent === 'Return & refund');
    });
  });

  describe('given more history than it shows', () => {
    beforeEach(async () => {
      await open({
        steps: [
          [ME, DECLINE],
          [BUYER, ESCALATE],
          [STAFF, BEGIN_REVIEW],
          [STAFF, ASK_EVIDENCE],
        ],
      });
      await press(panel, /^History/);
      // What the shop did has claimed the ticket, which was released after a while.
      await sees(panel, '2 earlier');
    });

    it('shows the last four and opens the rest', async () => {
      expect(seen(panel)).not.to.contain('The buyer opened');
      await press(panel, '2 earlier');
      await sees(panel, 'The buyer opened: Return & refund');
    });

    it('tells every event with who did it and what the buyer was told', async () => {
      await press(panel, '2 earlier');
      await sees(panel, 'The buyer opened: Return & refund');
      const text = seen(panel);
      for (const line of ['The platform asked for evidence: The shop', 'The platform started its review']) {
        expect(text).to.contain(line);
      }
      expect(text).to.match(/The buyer escalated to the platform .*You declined: Other .*“We are sorry/);
    });
  });

  describe('given an account without the permission', () => {
    beforeEach(async () => {
      await open({ policy: { permissionGuideUrl: 'https://shop.example/guide' } }, WATCHER);
      shop.client(MAIN).session.listen(() => {});
      await sees(panel, 'You do not have permission to handle after-sales tasks');
    });

    it('[R12] says so in place of the controls, and shows the facts', () => {
      expect(allByRole(panel, 'button', /Agree|Decline|More|Claim/)).to.be.empty;
      expect(seen(panel)).to.contain('box crushed, rim chipped');
    });

    it('[R13] links to the permission guide, apart from this page', async () => {
      const link = (await byRole(panel, 'link', 'Permission guide')) as HTMLAnchorElement;
      expect([link.href, link.target, link.rel]).to.deep.equal(['https://shop.example/guide', '_blank', 'noopener']);
    });

    it('asks the main account, and says that it waits', async () => {
      await press(panel, 'Request access');
      await sees(panel, 'Access requested. Waiting for the main account');
      expect(said(panel)).to.equal('Access requested. Waiting for the main account');
      expect(allByRole(panel, 'button', 'Request access')).to.be.empty;
    });

    it('[R14] becomes usable by itself when it is granted, and says so once', async () => {
      (await byRole(panel, 'button', 'Request access')).focus();
      await shop.backend.setPermissions(WATCHER.accountId, ['task.handle']);
      await byRole(panel, 'button', 'Agree to return');
      expect(said(panel)).to.equal('You can now handle this task.');
      expect(focused()?.textContent).to.equal('Available actions');
    });

    it('moves no focus when it is granted while the reader is elsewhere', async () => {
      const copy = await byRole(panel, 'button', 'Close');
      copy.focus();
      await shop.backend.setPermissions(WATCHER.accountId, ['task.handle']);
      await byRole(panel, 'button', 'Agree to return');
      expect(focused() === copy, 'the focus').to.equal(true);
    });
  });

  describe('[R14] given a form with a draft when the permission is taken back', () => {
    beforeEach(async () => {
      await open();
      await press(panel, 'Decline');
      await fill(panel, 'Message to the buyer', 'The mugs left us whole.');
      await shop.backend.setPermissions(ME.accountId, []);
      await sees(panel, 'You do not have permission to handle after-sales tasks');
    });

    it('takes the form away and says that what was written is kept', () => {
      expect(allByRole(panel, 'textbox', /^(?!Write a note)/).length).to.equal(0);
      expect(said(panel)).to.contain('Your access was revoked. Your text is kept.');
    });

    it('gives the draft back with the permission', async () => {
      await shop.backend.setPermissions(ME.accountId, ['task.handle']);
      const field = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('The mugs left us whole.');
    });
  });

  describe('given a colleague who is on it', () => {
    beforeEach(async () => {
      await open({ steps: [20 * HOUR_MS, [COLLEAGUE, CLAIM]] });
      await sees(panel, 'Assigned to Zhou Min');
    });

    it('warns, and locks nothing', async () => {
      expect(seen(panel)).to.contain('If you take over, the draft of Zhou Min is saved for them.');
      await press(panel, 'More');
      await press(panel, 'Agree to return', 'menuitem');
      await formOpens(panel, 'Agree to return');
    });

    it('takes over', async () => {
      await press(panel, 'Take over');
      await sees(panel, 'Assigned to you');
      await byRole(panel, 'button', 'Agree to return');
    });
  });

  describe('given the platform intervening', () => {
    beforeEach(async () => {
      await open({ steps: [[ME, DECLINE], HOUR_MS, [BUYER, ESCALATE], [STAFF, BEGIN_REVIEW], [STAFF, ASK_EVIDENCE]] });
      await sees(panel, 'Platform intervening');
    });

    it('[R15] shows how far staff have got', () => {
      const steps = panel.shadowRoot?.querySelector('ol[aria-label="Intervention progress"]');
      expect(steps?.querySelector('[aria-current=step]')?.textContent?.trim()).to.equal('Evidence');
      expect(steps?.querySelectorAll('[aria-current]')).to.have.length(1);
    });

    it('[R18] says what staff ask of this side, and by when', () => {
      expect(seen(panel)).to.match(
        /Platform staff request evidence from you; they go on once it is there A photo of the parcel before dispatch\. by /,
      );
    });

    it('offers to submit evidence, or to settle instead', async () => {
      await byRole(panel, 'button', 'Submit evidence');
      await press(panel, 'Settle instead');
      await byRole(panel, 'menuitem', 'Agree to return');
      await byRole(panel, 'menuitem', 'Propose');
    });

    it('submits evidence to staff, whose reader is named', async () => {
      await press(panel, 'Submit evidence');
      await sees(panel, 'Only platform staff can see this, not the buyer');
      await fill(panel, 'Statement', 'Weighed 1.42 kg at dispatch.');
      await press(panel, 'Send to platform staff');
      await waitUntil(() => shop.backend.ticket(shop.ticketId)?.evidence.length === 1);
      await sees(panel, 'Platform staff are reviewing both sides');
    });
  });

  describe('given a change while it is open', () => {
    beforeEach(async () => {
      await open();
      await byRole(panel, 'button', 'Agree to return');
    });

    it('says the new status once, and moves no focus', async () => {
      const close = await byRole(panel, 'button', 'Close');
      close.focus();
      await shop.act(COLLEAGUE, DECLINE);
      await sees(panel, 'Declined');
      expect(said(panel)).to.equal('Ticket updated: Declined');
      expect(focused() === close, 'the focus').to.equal(true);
    });

    it('moves focus to the dock’s heading when the focused control goes', async () => {
      (await byRole(panel, 'button', 'Decline')).focus();
      await shop.act(COLLEAGUE, AGREE);
      await sees(panel, 'Waiting for return');
      expect(focused()?.textContent).to.equal('Available actions');
    });
  });

  describe('given it cannot be shown', () => {
    it('says that there is no such ticket', async () => {
      shop = await openShop();
      panel = show('sidecard-task', shop.client(), 'nothing-here');
      await sees(panel, 'Ticket not found');
    });

    it('offers to try again after a failure, and then shows it', async () => {
      shop = await openShop();
      const held = shop.client();
      held.line.goOffline();
      panel = show('sidecard-task', held, shop.ticketId);
      await sees(panel, 'The task could not be opened');
      held.line.goOnline();
      await press(panel, 'Try again');
      await sees(panel, 'Buyer’s request');
    });

    it('shows what the card knows while it is loading', async () => {
      shop = await openShop();
      // a server that never answers
      const transport: Transport = {
        request: () => new Promise(() => {}),
        events: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
      };
      const waiting = createClient({ transport, storage: memoryStorage(), locale: 'en' });
      const task = show('sidecard-task', waiting, shop.ticketId);
      task.snapshot = shop.message.snapshot;
      panel = task;
      await sees(panel, '¥258.00');
      expect(seen(panel)).to.contain('Needs answer').and.to.contain('Fog-blue handmade mug');
      expect(panel.shadowRoot?.querySelector('[aria-busy=true]')).to.exist;
      waiting.close();
    });
  });

  describe('whose type', () => {
    const TYPE = /ticket-types/;
    let away: boolean;

    /** Opens a ticket of a type that the packages do not know. */
    async function through(change: (line: Transport) => Transport): Promise<void> {
      shop = await openShop({ type: unknown.key, policy: { coveredTypes: [unknown.key] } });
      client = createClient({ transport: change(connect(shop.backend, ME)), storage: memoryStorage(), locale: 'en' });
      panel = show('sidecard-task', client, shop.ticketId);
    }
    afterEach(() => client.close());

    it('[R3] is none that ships has its form from the server', async () => {
      await through((line) => line);
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      expect(seen(panel)).to.contain('Try before you buy').and.to.contain('Damaged goods');
    });

    it('cannot be loaded is shown with its facts, and handled as soon as it can', async () => {
      away = true;
      await through((line) => ({
        ...line,
        request: (request) =>
          away && TYPE.test(request.path) ? Promise.reject(new TypeError('away')) : line.request(request),
      }));
      await sees(panel, 'The server did not respond. Your text is kept.');
      expect(seen(panel)).to.contain('¥258.00').and.to.contain('box crushed');
      expect(allByRole(panel, 'button', /Agree|Decline/)).to.be.empty;
      away = false;
      await press(panel, 'Try again');
      await byRole(panel, 'button', 'Decline');
    });

    it('the server does not have, as one that is being renewed, is loaded when it is asked for again', async () => {
      away = true;
      await through((line) => ({
        ...line,
        request: (request) =>
          away && TYPE.test(request.path)
            ? Promise.resolve({ status: 404, body: { code: 'not-found' } })
            : line.request(request),
      }));
      await sees(panel, 'The server did not respond. Your text is kept.');
      away = false;
      await press(panel, 'Try again');
      await byRole(panel, 'button', 'Decline');
    });

    it('[R12] cannot be loaded is no reason to hide that the permission is missing', async () => {
      away = true;
      shop = await openShop({ type: unknown.key, policy: { coveredTypes: [unknown.key] } });
      const line = connect(shop.backend, WATCHER);
      client = createClient({
        transport: {
          ...line,
          request: (request) =>
            TYPE.test(request.path) ? Promise.reject(new TypeError('away')) : line.request(request),
        },
        storage: memoryStorage(),
        locale: 'en',
      });
      panel = show('sidecard-task', client, shop.ticketId);
      await byRole(panel, 'button', /access|permission/i);
    });

    it('has changed on the server since the ticket was read is read again', async () => {
      let stale = true;
      await through((line) => ({
        ...line,
        async request(request) {
          const answer = await line.request(request);
          if (!/\/v1\/tickets\/[^/]+$/.test(request.path) || !stale) return answer;
          stale = false;
          return { ...answer, body: JSON.parse(JSON.stringify(answer.body).replace(/("typeVersion":")/, '$1former-')) };
        },
      }));
      await byRole(panel, 'button', 'Decline');
    });

    it('[R27] is not described by an older server is shown with its facts, and says so', async () => {
      const strip = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('typeVersion', 'unknown')) as T;
      await through((line) => ({
        request: async (request) => strip(await line.request(request)),
        async *events(request) {
          for await (const frame of line.events(request)) yield strip(frame);
        },
      }));
      await sees(panel, 'This ticket cannot be handled here.');
      expect(seen(panel)).to.contain('¥258.00').and.to.contain('box crushed');
      expect(allByRole(panel, 'button', /Agree|Decline/)).to.be.empty;
    });
  });

  describe('with the keyboard alone', () => {
    beforeEach(async () => {
      await open();
      await byRole(panel, 'button', 'Decline');
    });

    it('declines: opens the form, chooses with arrows, writes, and sends with Ctrl Enter', async () => {
      (await byRole(panel, 'button', 'Decline')).focus();
      await sendKeys({ press: 'Enter' });
      await formOpens(panel, 'Decline');
      await waitUntil(() => focused()?.matches('[part~=form] h3'));
      // In Firefox, what scrolls is a stop on the way.
      for (let i = 0; i < 3 && !focused()?.matches('[type=radio]'); i++) await sendKeys({ press: 'Tab' });
      await sendKeys({ press: 'Space' });
      await sendKeys({ press: 'ArrowDown' });
      await sendKeys({ press: 'Tab' });
      await sendKeys({ type: 'The mugs left us whole.' });
      await sendKeys({ press: 'Control+Enter' });
      await sees(panel, 'Declined');
      const sentMessage = shop.backend.ticket(shop.ticketId)?.history.at(-1)?.sentMessage?.text;
      expect(sentMessage).to.equal('We are sorry, we cannot agree (Insufficient evidence): The mugs left us whole.');
    });

    it('folds the form with Escape, then asks to be closed', async () => {
      let asked = 0;
      panel.addEventListener('sidecard-task-close', () => asked++);
      (await byRole(panel, 'button', 'Decline')).focus();
      await sendKeys({ press: 'Enter' });
      await formOpens(panel, 'Decline');
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => focused()?.textContent?.trim() === 'Decline');
      expect(asked).to.equal(0);
      await sendKeys({ press: 'Escape' });
      expect(asked).to.equal(1);
    });

    it('works although the page swallows Escape and keys', async () => {
      const swallow = (event: Event) => {
        event.preventDefault();
        event.stopPropagation();
      };
      document.addEventListener('keydown', swallow, { capture: true });
      let asked = 0;
      panel.addEventListener('sidecard-task-close', () => asked++);
      (await byRole(panel, 'button', 'Close')).focus();
      await sendKeys({ press: 'Escape' });
      document.removeEventListener('keydown', swallow, { capture: true });
      expect(asked).to.equal(1);
    });

    it('lets none of its keys out', async () => {
      let heard = 0;
      const listen = () => heard++;
      document.addEventListener('keydown', listen);
      await press(panel, 'Decline');
      (await byRole(panel, 'textbox')).focus();
      await sendKeys({ type: 'jk/' });
      document.removeEventListener('keydown', listen);
      expect(heard).to.equal(0);
    });

    it('goes through the menu with arrows and back to its button with Escape', async () => {
      const more = await byRole(panel, 'button', 'More');
      more.focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => focused()?.textContent?.trim() === 'Propose');
      await sendKeys({ press: 'ArrowDown' });
      expect(focused()?.textContent?.trim()).to.equal('Ask for proof');
      await sendKeys({ press: 'Escape' });
      expect(focused() === more, 'the focus').to.equal(true);
      expect(allByRole(panel, 'menuitem')).to.be.empty;
    });
  });
});
