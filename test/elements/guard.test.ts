import { expect } from '@open-wc/testing';
import type { SidecardProvider, SidecardTask } from '@sidecard/elements';
import { sendKeys } from '@web/test-runner-commands';
import {
  allByRole,
  byRole,
  clearPage,
  fill,
  focused,
  formOpens,
  press,
  provide,
  said,
  seen,
  sees,
} from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  DECLINE,
  ESCALATE,
  BUYER,
  ME,
  openShop,
  ORDER,
  type Shop,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const OTHER = 'conversation-xu';
const TITLE = 'This task belongs to He Yiqing, not to the chat that is open';

describe('a panel beside another conversation', () => {
  let shop: Shop;
  let provider: SidecardProvider;
  let panel: SidecardTask;
  const bubbles = () => shop.backend.ticket(shop.ticketId)?.history.filter(({ sentMessage }) => sentMessage) ?? [];
  const sendButton = () => byRole(panel, 'button', 'Decline and tell He Yiqing');

  async function open(options: Parameters<typeof openShop>[0] = {}): Promise<void> {
    shop = await openShop(options);
    ({ provider, element: panel } = provide('sidecard-task', shop.client(), shop.ticketId));
    await sees(panel, 'Ticket 2607-0001');
  }
  async function write(): Promise<void> {
    await press(panel, 'Decline');
    await formOpens(panel, 'Decline');
    await sees(panel, 'The buyer will read this');
    await press(panel, 'Insufficient evidence', 'radio');
    await fill(panel, 'Message to the buyer', 'The mugs left us whole.');
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('[R6] says in the header whose ticket it is, and of which order', async () => {
    await open();
    expect(seen(panel)).to.match(/^Return & refund He Yiqing Order …8817 Ticket 2607-0001/);
    const heading = panel.shadowRoot?.querySelector('h2');
    const whose = panel.shadowRoot?.getElementById(heading?.getAttribute('aria-describedby') ?? '');
    expect(whose?.textContent).to.contain('He Yiqing');
  });

  it('does not ask where the host does not say which conversation is open, or it is the ticket’s', async () => {
    await open();
    expect(seen(panel)).not.to.contain(TITLE);
    provider.conversation = ORDER.conversationId;
    await write();
    expect(seen(panel)).not.to.contain(TITLE);
    (await sendButton()).click();
    await sees(panel, 'Declined');
  });

  describe('given a text that was being written when the chat changed', () => {
    beforeEach(async () => {
      await open();
      provider.conversation = ORDER.conversationId;
      await write();
      (await byRole(panel, 'textbox', 'Message to the buyer')).focus();
      provider.setAttribute('conversation', OTHER);
      await sees(panel, TITLE);
    });

    it('says so once, and leaves focus and text alone', async () => {
      expect(said(panel)).to.equal(`${TITLE}. Nothing is sent until you confirm. Your text is kept.`);
      expect(focused()?.localName).to.equal('textarea');
      const field = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('The mugs left us whole.');
    });

    it('[R7] sends nothing by its button or by keyboard', async () => {
      const button = await sendButton();
      expect(button.getAttribute('aria-disabled')).to.equal('true');
      const why = panel.shadowRoot?.getElementById(button.getAttribute('aria-describedby') ?? '');
      expect(why?.textContent).to.equal('Cannot send yet: Confirm first whose task this is');
      for (const key of ['Control+Enter', 'Meta+Enter', 'Control+Enter', 'Enter', 'Control+Enter']) {
        await sendKeys({ press: key });
      }
      button.click();
      await panel.updateComplete;
      await waitUntil(() => focused()?.matches('[data-guard]'));
      expect(seen(panel)).to.contain(TITLE);
      expect(bubbles()).to.have.length(0);
    });

    it('claims nothing either', async () => {
      await press(panel, 'Claim');
      await waitUntil(() => focused()?.matches('[data-guard]'));
      expect(shop.backend.ticket(shop.ticketId)?.claim).to.equal(undefined);
    });

    it('goes on after one confirmation', async () => {
      await press(panel, 'Go on with He Yiqing');
      await waitUntil(() => !seen(panel).includes(TITLE));
      (await sendButton()).click();
      await sees(panel, 'Declined');
      expect(bubbles()).to.have.length(1);
    });

    it('asks again beside a third conversation, and not when the chat is back', async () => {
      await press(panel, 'Go on with He Yiqing');
      await waitUntil(() => !seen(panel).includes(TITLE));
      provider.conversation = 'conversation-zhou';
      await sees(panel, TITLE);
      provider.conversation = ORDER.conversationId;
      await waitUntil(() => !seen(panel).includes(TITLE));
      provider.conversation = null;
      await panel.updateComplete;
      expect((await sendButton()).getAttribute('aria-disabled')).to.equal('false');
    });

    it('opens the ticket of the chat instead, and the text is there on return', async () => {
      expect(allByRole(panel, 'button', 'Open the task of this chat')).to.have.length(0);
      const xu = { id: 'buyer-xu', name: 'Xu Wei' };
      const { ticketId } = await shop.another({ buyer: xu, conversationId: OTHER });
      await press(panel, 'Open the task of this chat');
      await sees(panel, 'Xu Wei');
      expect(panel.ticketId).to.equal(ticketId);
      expect(seen(panel)).not.to.contain('belongs to');
      panel.ticketId = shop.ticketId;
      await sees(panel, 'This task belongs to He Yiqing');
      const field = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('The mugs left us whole.');
      expect((await sendButton()).getAttribute('aria-disabled')).to.equal('true');
    });
  });

  it('[R20] holds back messages to staff, too', async () => {
    await open({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
      ],
    });
    provider.conversation = OTHER;
    await sees(panel, TITLE);
    await press(panel, 'Progress update', 'radio');
    const field = (await byRole(panel, 'textbox', 'Message to platform staff')) as HTMLTextAreaElement;
    field.focus();
    await sendKeys({ type: 'Weighed 1.42 kg.' });
    await sendKeys({ press: 'Control+Enter' });
    await press(panel, 'Send to staff');
    await waitUntil(() => said(panel.shadowRoot!.querySelector('sidecard-staff-message')!).includes('Confirm first'));
    expect(field.value).to.equal('Weighed 1.42 kg.');
    await press(panel, 'Go on with He Yiqing');
    await press(panel, 'Send to staff');
    await sees(panel, '1 message');
  });

  it('isolates a name of another direction, and cuts a long one', async () => {
    const name = `${'\u05D0\u05D1'.repeat(20)} (VIP)`;
    await open({ order: { buyer: { id: 'buyer-he', name } } });
    await press(panel, 'Decline');
    const send = await byRole(panel, 'button', /^Decline and tell/);
    const isolated = send.querySelector('bdi');
    expect(isolated?.textContent).to.equal(name);
    expect(isolated?.scrollWidth).to.be.greaterThan(isolated?.clientWidth ?? 0);
    expect(panel.shadowRoot?.querySelector('header bdi')?.textContent).to.equal(name);
  });
});
