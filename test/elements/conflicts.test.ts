import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { byRole, clearPage, fill, focused, press, said, seen, sees, show } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  HOST,
  ME,
  openShop,
  REQUEST,
  type Shop,
  type ShopOptions,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('a conflict in sidecard-task', () => {
  let shop: Shop;
  let client: ReturnType<Shop['client']>;
  let panel: HTMLElement;
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

  describe('given a colleague who answers first', () => {
    beforeEach(async () => {
      await open();
      await press(panel, 'Agree to return');
      await fill(panel, 'Message to the buyer', 'We are sorry. Postage is on us.');
      (await byRole(panel, 'textbox', 'Message to the buyer')).focus();
      await shop.act(COLLEAGUE, DECLINE);
      await sees(panel, 'Zhou Min answered first');
    });

    it('says what has changed, from what to what', () => {
      const text = seen(panel);
      expect(text).to.contain('Your response was not sent. Nothing is lost.');
      expect(text).to.match(/Status Needs answer → Declined/);
      expect(text).to.contain('“We are sorry, we cannot agree (Other): The goods left us intact.”');
      expect(said(panel)).to.contain('Zhou Min answered first');
    });

    it('keeps the draft in sight', () => {
      expect(seen(panel)).to.match(/Your draft .*Agree to return We are sorry\. Postage is on us\./);
    });

    it('takes no Enter that was still meant for the form', async () => {
      await waitUntil(() => focused()?.textContent === 'What changed');
      await sendKeys({ press: 'Enter' });
      await sendKeys({ type: 'x' });
      await sendKeys({ press: 'Enter' });
      expect(seen(panel)).to.contain('Zhou Min answered first');
    });

    it('goes on from there with Enter once the notice could be read, with the draft in the form', async () => {
      await waitUntil(
        async () => {
          await sendKeys({ press: 'Enter' });
          return !seen(panel).includes('Zhou Min answered first');
        },
        undefined,
        { timeout: 10_000, interval: 200 },
      );
      const field = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('We are sorry. Postage is on us.');
      (await sendButton('Agree and tell He Yiqing')).click();
      await sees(panel, 'Waiting for return');
    });

    it('goes on with its button', async () => {
      await press(panel, /^Continue/);
      const field = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('We are sorry. Postage is on us.');
    });

    it('carries the draft over into a reply', async () => {
      await press(panel, 'Add a message in chat');
      const field = (await byRole(panel, 'textbox', 'Reply to the buyer')) as HTMLTextAreaElement;
      expect(field.value).to.equal('We are sorry. Postage is on us.');
    });
  });

  it('[R18] lists everything that has happened since, what the platform has ruled first', async () => {
    await open({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
      ],
    });
    await press(panel, 'Agree to return');
    await fill(panel, 'Message to the buyer', 'Sorry.');
    await shop.act(COLLEAGUE, { command: 'reply', fields: { text: 'We look into it.' } });
    await shop.act(STAFF, {
      command: 'rule',
      choice: 'refund',
      fields: { amount: REQUEST['amount'] ?? '', text: 'Broken on arrival.' },
    });
    await shop.act(HOST, { command: 'record-settlement', choice: 'succeeded' });
    await sees(panel, 'The platform answered first');
    const changed = () => seen(panel.shadowRoot!.querySelector('[data-section=changed]')!);
    await waitUntil(() => changed().includes('The payment was made'));
    expect(changed()).to.match(
      /Status .*The platform ruled: Refund, no return, refund ¥258\.00.*Broken on arrival\..*The payment was made.*Zhou Min replied to the buyer.*“We look into it\.”/,
    );
    expect(seen(panel)).to.contain('Sorry.');
  });

  it('is none where nothing was written: the form follows the ticket', async () => {
    await open();
    await press(panel, 'Agree to return');
    await sees(panel, 'Collapse');
    await shop.act(BUYER, { command: 'correct-request', fields: { text: 'Both are broken.' } });
    await sees(panel, 'Both are broken.');
    expect(seen(panel)).not.to.contain('answered first');
    (await sendButton('Agree and tell He Yiqing')).click();
    await sees(panel, 'Waiting for return');
  });

  it('is none either where an empty form is of no use any more', async () => {
    await open();
    await press(panel, 'Agree to return');
    await sees(panel, 'Collapse');
    await shop.act(BUYER, { command: 'withdraw' });
    await sees(panel, 'The buyer withdrew the request');
    expect(seen(panel)).not.to.contain('answered first').and.not.contain('Collapse');
  });

  it('tells the host of a refusal, and shows a conflict that only the server knew of', async () => {
    await open();
    await press(panel, 'Agree to return');
    await fill(panel, 'Message to the buyer', 'Sorry.');
    client.line.goOffline();
    await shop.act(COLLEAGUE, DECLINE);
    (await sendButton('Agree and tell He Yiqing')).click();
    await sees(panel, 'Sends automatically once you are back online');
    const refused = oneEvent(panel, 'sidecard-refused');
    client.line.goOnline();
    client.refresh();
    const { detail } = (await refused) as CustomEvent<{ ticketId: string; code: string }>;
    expect(detail).to.deep.include({ ticketId: shop.ticketId, code: 'version-conflict' });
    await sees(panel, 'Zhou Min answered first');
    expect(seen(panel)).to.contain('Sorry.');
  });
});
