import { expect } from '@open-wc/testing';
import { provideClient } from '@sidecard/elements';
import '@sidecard/elements/workbench';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { clearPage, fill, notifications, press, said, sees, show } from '../support/browser/panel.ts';
import {
  AGREE,
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  HOST,
  ME,
  openShop,
  RECEIVE,
  SEND_BACK,
  type Shop,
  type ShopOptions,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const FAILED = [HOST, { command: 'record-settlement', choice: 'failed' }] as const;
const PAID = [HOST, { command: 'record-settlement', choice: 'succeeded' }] as const;

describe('what is announced', () => {
  let shop: Shop;
  let notified: ReturnType<typeof notifications>;
  beforeEach(() => (notified = notifications()));
  afterEach(() => {
    notified.stop();
    clearPage();
    shop.close();
  });

  async function open(options: ShopOptions = {}, locale: 'en' | 'zh-CN' = 'en'): Promise<HTMLElement> {
    shop = await openShop({ ...options, locale });
    const panel = show('sidecard-task', shop.client(), shop.ticketId, { locale });
    await waitUntil(() => panel.shadowRoot?.querySelector('.action-bar, [data-section=outcome]'));
    return panel;
  }

  it('is one sentence for what a colleague has done, in the panel’s language', async () => {
    const panel = await open({}, 'zh-CN');
    await shop.act(COLLEAGUE, DECLINE);
    await sees(panel, '已拒绝');
    await waitUntil(() => notified.said.length > 0);
    expect(notified.said).to.deep.equal(['工单更新：已拒绝']);
    expect(notified.languages).to.deep.equal(['zh-CN']);
  });

  it('is one sentence for an answer that was sent: that it was, and what is next', async () => {
    const panel = await open();
    await press(panel, 'Agree to return');
    await press(panel, /^Agree and tell/);
    await sees(panel, 'Waiting for return');
    await waitUntil(() => notified.said.length > 0);
    expect(notified.said).to.deep.equal(['Sent to the buyer. Ticket updated: Waiting for return']);
  });

  it('is the conflict alone where a colleague was faster', async () => {
    const panel = await open();
    await press(panel, 'Agree to return');
    await fill(panel, 'Message to the buyer', 'Postage is on us.');
    await shop.act(COLLEAGUE, DECLINE);
    await waitUntil(() => panel.shadowRoot?.querySelector('[data-section=changed]'));
    await waitUntil(() => notified.said.length > 0);
    expect(notified.said).to.have.length(1);
    expect(notified.said[0]).to.contain('Zhou Min answered first').and.to.contain('Nothing is lost');
  });

  it('is a payment that has failed, and that it was made after all', async () => {
    const panel = await open({
      steps: [
        [ME, AGREE],
        [BUYER, SEND_BACK],
        [ME, RECEIVE],
      ],
    });
    await sees(panel, 'in progress');
    await shop.act(...FAILED);
    await waitUntil(() => notified.said.length > 0);
    await shop.act(HOST, { command: 'retry-settlement' });
    await shop.act(...PAID);
    await waitUntil(() => notified.said.length > 1);
    expect(notified.said).to.deep.equal(['Refund of ¥258.00 failed; the platform has to retry it', 'Refunded ¥258.00']);
  });

  it('is said once where panel and staff thread show the same ticket', async () => {
    const panel = await open({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
      ],
    });
    await waitUntil(() =>
      panel.shadowRoot?.querySelector('sidecard-staff-message')?.shadowRoot?.querySelector('.root'),
    );
    await shop.act(STAFF, { command: 'answer-merchant', fields: { text: 'Show us the parcel.' } });
    await waitUntil(() => notified.said.length > 0);
    await shop.act(STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'It left the shop whole.' } });
    await waitUntil(() => notified.said.length > 1);
    expect(notified.said[0]).to.equal('Platform staff replied.');
    expect(notified.said.slice(1)).to.have.length(1);
  });

  it('leaves nothing on the page that is read again, and no live region that would say it twice', async () => {
    const panel = await open();
    await shop.act(COLLEAGUE, DECLINE);
    await waitUntil(() => notified.said.length > 0);
    const place = panel.shadowRoot?.querySelector('.said');
    expect([place?.textContent, place?.getAttribute('role')]).to.deep.equal(['', null]);
  });

  it('is in a live region, politely, where a browser cannot notify', async () => {
    notified.stop();
    const panel = await open();
    const region = panel.shadowRoot?.querySelector('.said[role=status]');
    expect([region?.textContent, region?.getAttribute('aria-live')]).to.deep.equal(['', null]);
    let changes = 0;
    new MutationObserver((records) => (changes += records.length)).observe(region!, {
      ...{ childList: true, characterData: true, subtree: true },
    });
    await shop.act(COLLEAGUE, DECLINE);
    await waitUntil(() => said(panel) !== '');
    expect(said(panel)).to.equal('Ticket updated: Declined');
    expect(changes, 'changes that a reader would say').to.equal(1);
    expect(panel.shadowRoot?.querySelector('.said[role=status]') === region, 'the same region').to.equal(true);
  });

  it('says what another list has found, and what it is if there is nothing', async () => {
    shop = await openShop();
    const undo = provideClient(document.body, shop.client(), { locale: 'en' });
    const workbench = document.createElement('sidecard-workbench');
    workbench.style.blockSize = '600px';
    document.body.append(workbench);
    await waitUntil(() => workbench.shadowRoot?.querySelector('[data-ticket]'));
    expect(notified.said, 'nothing when it opens').to.deep.equal([]);
    workbench.path = '/needs-answer';
    await waitUntil(() => notified.said.length > 0);
    workbench.path = '/open?search=kettle';
    await waitUntil(() => notified.said.length > 1);
    expect(notified.said).to.deep.equal(['Needs answer: 1 task', 'Nothing found for “kettle”']);
    workbench.remove();
    undo();
  });
});

describe('[R8] a card in a list that the chat has made live', () => {
  afterEach(closeShops);

  it('can be announced when it arrives, and opts out of everything that changes later', async () => {
    const shop = await aShop();
    const list = document.createElement('div');
    list.setAttribute('aria-live', 'assertive');
    const arrived = await aCard({ message: shop.message });
    document.body.append(list);
    list.append(arrived.parentElement ?? arrived);
    const article = (card: Element) => card.shadowRoot?.querySelector('article')?.getAttribute('aria-live');
    expect(article(arrived), 'as sent').to.equal(null);
    const card = await aCard({ message: shop.message, client: shop.client() });
    await says(card, 'Unclaimed');
    expect(article(card)).to.equal('off');
    await shop.act(COLLEAGUE, CLAIM);
    await says(card, 'Assigned to Zhou Min');
    expect(article(card)).to.equal('off');
    list.remove();
  });
});
