import { expect, oneEvent } from '@open-wc/testing';
import { type Client, createClient, memoryStorage, type Transport } from '@sidecard/client';
import {
  allByRole,
  byRole,
  choose,
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
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  SEND_BACK,
  type Shop,
  type ShopOptions,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('a decision in sidecard-task', () => {
  let shop: Shop;
  let client: Client & { readonly line: { goOffline(): void; goOnline(): void } };
  let panel: HTMLElement;

  const bubble = () => panel.shadowRoot?.querySelector('[part=preview] .bubble')?.textContent;
  const sentMessage = () =>
    shop.backend
      .ticket(shop.ticketId)
      ?.history.filter((line) => line.sentMessage)
      .at(-1)?.sentMessage?.text;
  const sendButton = (name: string | RegExp) => byRole(panel, 'button', name);

  async function open(options: ShopOptions = {}): Promise<void> {
    shop = await openShop(options);
    client = shop.client();
    panel = show('sidecard-task', client, shop.ticketId);
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('has the request at the top beside it, though nothing below has loaded', async () => {
    shop = await openShop({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
      ],
    });
    panel = show('sidecard-task', shop.client(), shop.ticketId);
    Object.assign(panel.parentElement!.style, { inlineSize: '380px', blockSize: '1400px' });
    await choose(panel, 'Reply to the buyer');
    await formOpens(panel, 'Reply');
    await sees(panel, 'The buyer will read this');
    // What has not loaded takes no room.
    panel.shadowRoot!.querySelector<HTMLElement>('sidecard-staff-message')?.style.setProperty('display', 'none');
    await press(panel, 'Collapse');
    await choose(panel, 'Reply to the buyer');
    const top = (selector: string) => panel.shadowRoot!.querySelector(selector)!.getBoundingClientRect().top;
    await waitUntil(() => Math.abs(top('[data-section=request]') - top('.body')) < 1);
  });

  describe('declining', () => {
    beforeEach(async () => {
      await open();
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      // the form's own part of the code comes a moment after its heading
      await sees(panel, 'The buyer will read this');
    });

    it('puts focus on the form’s heading', () => {
      expect(focused()?.matches('[part~=form] h3')).to.equal(true);
    });

    it('writes on the field who reads it', () => {
      const field = panel.shadowRoot?.querySelector('.form textarea');
      const strip = panel.shadowRoot?.querySelector('.form .audience');
      expect(strip?.textContent?.trim()).to.equal('The buyer will read this');
      expect(field?.getAttribute('aria-describedby')).to.contain(strip?.id);
    });

    it('says what it leads to, from the type’s own deadline', () => {
      expect(seen(panel)).to.contain('After this, the buyer has 7 days to escalate to the platform.');
    });

    it('keeps what the buyer asks before the eyes, whole', () => {
      const words = [...within(panel)].find((one) => one.matches('.quote'))!.getBoundingClientRect();
      const body = panel.shadowRoot!.querySelector('.body')!.getBoundingClientRect();
      expect(seen(panel)).to.contain('¥258.00').and.to.contain('Damaged goods').and.to.contain('box crushed');
      expect([words.top >= body.top, words.bottom <= body.bottom]).to.deep.equal([true, true]);
      expect(allByRole(panel, 'button', /^Request/)).to.have.length(0);
    });

    it('folds the other sections, which stay one press away, and the field that one types in stays where it is', async () => {
      const field = await byRole(panel, 'textbox');
      field.focus();
      const { top } = field.getBoundingClientRect();
      const fold = await byRole(panel, 'button', /^Order/);
      expect(fold.getAttribute('aria-expanded')).to.equal('false');
      fold.click();
      await sees(panel, 'Fog-blue handmade mug');
      await shop.act(COLLEAGUE, { command: 'claim' });
      await sees(panel, 'Assigned to Zhou Min');
      expect(field.getBoundingClientRect().top).to.equal(top);
    });

    it('says nothing of a mistake before a field was left', async () => {
      const field = (await byRole(panel, 'textbox')) as HTMLTextAreaElement;
      field.value = 'N';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await waitUntil(() => seen(panel).includes('1/200'));
      expect(field.getAttribute('aria-invalid')).to.equal('false');
    });

    it('after that says what to do, while one types', async () => {
      await fill(panel, 'Message to the buyer', 'N');
      await sees(panel, 'One more character: 2 to 200 required');
      await fill(panel, 'Message to the buyer', 'No');
      await waitUntil(() => !seen(panel).includes('One more character'));
    });

    it('counts what a reader sees as one character as one', async () => {
      await fill(panel, 'Message to the buyer', '👩‍👩‍👧‍👦!');
      await sees(panel, '2/200');
    });

    it('keeps the button in reach, and says why it is off', async () => {
      const button = await sendButton('Decline and tell He Yiqing');
      expect(button.getAttribute('aria-disabled')).to.equal('true');
      const why = panel.shadowRoot?.getElementById(button.getAttribute('aria-describedby') ?? '');
      expect(why?.textContent).to.equal('Cannot send yet: Choose a reason');
      button.click();
      await waitUntil(() => focused()?.matches('input[type=radio]'));
      expect(said(panel)).to.equal('Cannot send yet: Choose a reason');
      expect(seen(panel)).to.contain('Choose a reason').and.to.contain('2 more characters');
    });

    it('[R7] shows the very words that the buyer is then told', async () => {
      await press(panel, 'Insufficient evidence', 'radio');
      await fill(panel, 'Message to the buyer', 'The mugs left us whole.');
      const preview = 'We are sorry, we cannot agree (Insufficient evidence): The mugs left us whole.';
      await waitUntil(() => bubble() === preview);
      const replied = oneEvent(panel, 'sidecard-reply');
      (await sendButton('Decline and tell He Yiqing')).click();
      const { detail } = (await replied) as CustomEvent<{ ticketId: string; messageId: string }>;
      const line = shop.backend.ticket(shop.ticketId)?.history.at(-1)?.sentMessage;
      expect(line?.text).to.equal(preview);
      expect(detail).to.deep.equal({ ticketId: shop.ticketId, messageId: line?.messageId });
      await sees(panel, 'Declined');
      expect(said(panel)).to.contain('Sent to the buyer.');
    });

    it('says again what it has said before, when it is tried again', async () => {
      const button = await sendButton('Decline and tell He Yiqing');
      button.click();
      await waitUntil(() => said(panel) !== '');
      const region = () => panel.shadowRoot?.querySelector('.said[role=status]')?.textContent;
      const first = region();
      button.click();
      await waitUntil(() => region() !== first);
      expect(said(panel)).to.equal('Cannot send yet: Choose a reason');
    });

    it('puts a quick reply after what is there', async () => {
      await fill(panel, 'Message to the buyer', 'Hello.');
      await press(panel, 'Apology');
      const field = (await byRole(panel, 'textbox')) as HTMLTextAreaElement;
      await waitUntil(() => field.value === 'Hello. We are sorry for the trouble.');
    });

    it('keeps the draft when it is folded, when the element is removed, and for another element', async () => {
      await fill(panel, 'Message to the buyer', 'The mugs left us whole.');
      await press(panel, 'Collapse');
      await byRole(panel, 'button', 'Agree to return');
      clearPage();
      panel = show('sidecard-task', client, shop.ticketId);
      const field = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('The mugs left us whole.');
      await formOpens(panel, 'Decline');
    });

    it('forgets the draft once it is confirmed', async () => {
      await press(panel, 'Other', 'radio');
      await fill(panel, 'Message to the buyer', 'The mugs left us whole.');
      (await sendButton('Decline and tell He Yiqing')).click();
      await sees(panel, 'Declined');
      await waitUntil(() => client.drafts.draft(shop.ticketId, 'decline').get() === undefined, 'no draft');
    });
  });

  describe('agreeing', () => {
    beforeEach(async () => {
      await open();
      await press(panel, 'Agree to return');
      await formOpens(panel, 'Agree to return');
      await sees(panel, 'Sent to the chat');
    });

    it('begins with what was asked, and the shop’s own address', async () => {
      expect(((await byRole(panel, 'textbox', 'Refund amount')) as HTMLInputElement).value).to.equal('258.00');
      const book = (await byRole(panel, 'combobox', 'Return address')) as HTMLSelectElement;
      expect(book.selectedOptions[0]?.text).to.contain('8 Taoyang Road');
    });

    it('sends an address typed here', async () => {
      const book = (await byRole(panel, 'combobox', 'Return address')) as HTMLSelectElement;
      book.value = '-1';
      book.dispatchEvent(new Event('change'));
      for (const [name, text] of [
        ['Name', 'Zhang San'],
        ['Phone', '13800001111'],
        ['Region', 'Zhejiang'],
        ['Street', '1 West Lake Road'],
      ] as const) {
        await fill(panel, name, text);
      }
      (await sendButton('Agree and tell He Yiqing')).click();
      await sees(panel, 'Waiting for return');
      expect(sentMessage()).to.contain('Zhejiang 1 West Lake Road Zhang San 13800001111');
    });

    it('does not take less than was asked, and puts it right with a press', async () => {
      await fill(panel, 'Refund amount', '200');
      await sees(panel, 'Enter ¥258.00');
      await press(panel, 'Full');
      await waitUntil(() => !seen(panel).includes('Enter ¥258.00'));
    });

    it('says what an amount looks like when it cannot be read', async () => {
      await fill(panel, 'Refund amount', 'much');
      await sees(panel, 'Enter an amount in CNY, such as 258.00');
    });
  });

  describe('proposing', () => {
    beforeEach(async () => {
      await open();
      await press(panel, 'More');
      await press(panel, 'Propose', 'menuitem');
      await formOpens(panel, 'Propose');
      await sees(panel, 'Sent to the chat');
    });

    it('leaves out what another answer makes superfluous', async () => {
      await byRole(panel, 'combobox', 'Return address');
      await press(panel, 'Refund only, no return', 'checkbox');
      await waitUntil(() => allByRole(panel, 'combobox').length === 0);
      await fill(panel, 'Refund amount', '120');
      await fill(panel, 'Message to the buyer', 'Keep the mugs.');
      (await sendButton('Propose and tell He Yiqing')).click();
      await sees(panel, 'Waiting for buyer');
      expect(shop.backend.ticket(shop.ticketId)?.proposal).to.deep.include({
        refund: { amountMinor: 12_000, currency: 'CNY' },
        refundOnly: true,
      });
      await sees(panel, /Your proposal Refund amount ¥120\.00 Refund only, no return Keep the mugs\./);
    });

    it('names the limits in the money’s own way', async () => {
      await fill(panel, 'Refund amount', '900');
      await sees(panel, 'Enter ¥0.01 to ¥258.00');
    });
  });

  describe('replying', () => {
    it('[R7] says something to the buyer without a move', async () => {
      await open({ steps: [[ME, AGREE]] });
      await press(panel, 'Reply to the buyer');
      await fill(panel, 'Reply to the buyer', 'Your parcel is expected on Monday.');
      const replied = oneEvent(panel, 'sidecard-reply');
      await press(panel, 'Send to He Yiqing');
      await replied;
      expect(sentMessage()).to.equal('Your parcel is expected on Monday.');
      expect(said(panel)).to.equal('Sent to the buyer.');
    });

    it('shows no conflict when the case moves on meanwhile', async () => {
      await open({ steps: [[ME, AGREE]] });
      await press(panel, 'Reply to the buyer');
      await fill(panel, 'Reply to the buyer', 'Your parcel is expected on Monday.');
      await shop.act(BUYER, SEND_BACK);
      await sees(panel, 'Confirm receipt');
      await press(panel, 'Send to He Yiqing');
      await waitUntil(() => sentMessage() === 'Your parcel is expected on Monday.');
    });
  });

  describe('given no network', () => {
    beforeEach(async () => {
      await open();
      await press(panel, 'Agree to return');
      await fill(panel, 'Message to the buyer', 'Sorry.');
      client.line.goOffline();
      await sees(panel, 'Offline. Last updated at');
      (await sendButton('Agree and tell He Yiqing')).click();
      await sees(panel, 'Sends automatically once you are back online');
    });

    it('says how old what is shown is, and what goes out by itself', () => {
      expect(seen(panel)).to.match(
        /Offline\. Last updated at \d\d:\d\d\. One message will be sent when you are back online\./,
      );
      expect(seen(panel)).not.to.match(/\d h left/);
    });

    it('sends it when the network is back, and tells the host', async () => {
      const replied = oneEvent(panel, 'sidecard-reply');
      client.line.goOnline();
      client.refresh();
      const { detail } = (await replied) as CustomEvent<{ messageId: string }>;
      await sees(panel, 'Waiting for return');
      expect(detail.messageId).to.equal(shop.backend.ticket(shop.ticketId)?.history.at(-1)?.sentMessage?.messageId);
    });

    it('still shows it as waiting to a new element', async () => {
      clearPage();
      panel = show('sidecard-task', client, shop.ticketId);
      await sees(panel, 'Sends automatically once you are back online');
      expect(allByRole(panel, 'button', 'Decline')).to.be.empty;
    });
  });

  it('what the browser cannot save is said to be lost with the page', async () => {
    await open();
    clearPage();
    const storage = memoryStorage();
    const full = createClient({
      transport: client.line as typeof client.line & Transport,
      locale: 'en',
      storage: {
        ...storage,
        set: (key, value) =>
          key.startsWith('outbox/') ? Promise.reject(new Error('The disk is full.')) : storage.set(key, value),
      },
    });
    panel = show('sidecard-task', full, shop.ticketId);
    await press(panel, 'Agree to return');
    await fill(panel, 'Message to the buyer', 'Sorry.');
    client.line.goOffline();
    (await sendButton('Agree and tell He Yiqing')).click();
    await sees(panel, 'Not saved: keep this page open.');
    full.close();
  });

  it('the preview is in the buyer’s language, whatever the agent reads', async () => {
    await open({ locale: 'zh-CN' });
    clearPage();
    panel = show('sidecard-task', client, shop.ticketId, { locale: 'en' });
    await press(panel, 'Decline');
    await press(panel, 'Other', 'radio');
    await fill(panel, 'Message to the buyer', 'No.');
    await waitUntil(() => bubble()?.startsWith('\u5f88\u62b1\u6b49\uff0c'));
    expect(panel.shadowRoot?.querySelector<HTMLElement>('.bubble')?.lang).to.equal('zh-CN');
  });

  it('offers nothing once the ticket is over, and says how it ended', async () => {
    await open({
      steps: [
        [ME, DECLINE],
        [BUYER, { command: 'withdraw' }],
      ],
    });
    await sees(panel, 'The buyer withdrew the request');
    expect(allByRole(panel, 'button', /Agree|Reply|Decline/)).to.be.empty;
  });

  it('has no filled button while it is another side’s move', async () => {
    await open({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
      ],
    });
    await byRole(panel, 'button', 'Agree to return');
    expect(panel.shadowRoot?.querySelector('.action-bar .fill')).to.equal(null);
  });
});
