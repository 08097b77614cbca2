import { expect } from '@open-wc/testing';
import { byRole, clearPage, contentOf, fill, formOpens, press, sees, show } from '../support/browser/panel.ts';
import {
  ADDRESS,
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

const RULE = { command: 'rule', choice: 'for-buyer', fields: { text: 'The pictures show it.' } };
const TO_RETURN = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
  [STAFF, RULE],
] as const;
const AGAINST = { command: 'rule', choice: 'for-merchant', fields: { text: 'It was whole.' } };

describe('second thoughts in sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;

  async function open(options: ShopOptions = {}, who = ME): Promise<void> {
    shop = await openShop(options);
    panel = show('sidecard-task', shop.client(who), shop.ticketId);
  }
  const history = () => panel.shadowRoot?.querySelector('[data-section=history]')?.textContent ?? '';
  const ticket = () => shop.backend.ticket(shop.ticketId);
  const whyOff = (button: HTMLElement) =>
    panel.shadowRoot?.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent;
  const send = async (name: RegExp) => (await byRole(panel, 'button', name)).click();

  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('[R51] the shop appeals a ruling that is being carried out', async () => {
    await open({ steps: TO_RETURN });
    await press(panel, 'More');
    await press(panel, 'Appeal', 'menuitem');
    await formOpens(panel, 'Appeal');
    await fill(panel, 'Grounds and new evidence', 'The parcel was weighed: 1.42 kg.');
    await send(/^Appeal/);
    await waitUntil(() => ticket()?.appeal?.party === 'merchant');
    await sees(panel, 'Platform intervening');
    expect(contentOf(panel))
      .to.match(/You\s+Appeal\s/)
      .and.to.contain('The parcel was weighed: 1.42 kg.');
  });

  it('[R51] the buyer appeals a ruling that ended the ticket, and finds the linked one', async () => {
    await open({ steps: [...TO_RETURN.slice(0, 3), [STAFF, AGAINST]] }, BUYER);
    await press(panel, 'Appeal');
    await formOpens(panel, 'Appeal');
    await fill(panel, 'Grounds and new evidence', 'A potter has looked at it.');
    await send(/^Appeal/);
    await waitUntil(() => ticket()?.links?.[0]?.type === 'appeal');
    await sees(panel, /Appeal · /);
    const appeal = ticket()?.links?.[0]?.ticketId ?? '';
    clearPage();
    panel = show('sidecard-task', shop.client(), appeal);
    await sees(panel, 'led to this ticket');
    expect(contentOf(panel)).not.to.contain('The buyer left no message');
  });

  it('[R51] says that the time for an appeal is over', async () => {
    await open({ steps: [...TO_RETURN.slice(0, 3), [STAFF, AGAINST], 8 * 24 * 3_600_000] });
    const button = await byRole(panel, 'button', 'Appeal');
    expect(button.getAttribute('aria-disabled')).to.equal('true');
    expect(whyOff(button)).to.equal('The period for an appeal is over.');
  });

  it('[R51] the buyer corrects a tracking number, and the history shows both', async () => {
    await open(
      {
        steps: [
          [ME, AGREE],
          [BUYER, SEND_BACK],
        ],
      },
      BUYER,
    );
    await press(panel, 'Correct the tracking number');
    await formOpens(panel, 'Correct the tracking number');
    await fill(panel, 'Carrier', 'SF Express');
    await fill(panel, 'Tracking number', 'SF1234567891');
    await send(/^Correct the tracking number/);
    await waitUntil(() => ticket()?.returnShipment?.trackingNumber === 'SF1234567891');
    await waitUntil(() => /SF1234567890.*SF1234567891/s.test(contentOf(panel)));
    await waitUntil(() => /Before:\s*SF1234567890\s*Now:\s*SF1234567891/.test(history()));
  });

  it('[R51] of a correction, the history shows only what changed', async () => {
    const corrected = { carrier: 'SF', trackingNumber: 'SF1234567891' };
    await open({
      steps: [
        [ME, AGREE],
        [BUYER, SEND_BACK],
        [BUYER, { command: 'correct-tracking', fields: corrected }],
      ],
    });
    await waitUntil(() => /Before:\s*SF1234567890\s*Now:\s*SF1234567891/.test(history()));
    const replaced = [...(panel.shadowRoot?.querySelectorAll('[data-section=history] s') ?? [])];
    expect(replaced.map(({ textContent }) => textContent)).to.deep.equal(['SF1234567890']);
  });

  it('[R51] the shop corrects the return address in a menu of its own', async () => {
    await open({ steps: [[ME, AGREE]], locale: 'zh-CN' });
    await press(panel, '更多');
    await press(panel, '更正退货地址', 'menuitem');
    await formOpens(panel, '更正退货地址');
    const book = (await byRole(panel, 'combobox', '退货地址')) as HTMLSelectElement;
    book.value = '-1';
    book.dispatchEvent(new Event('change', { bubbles: true }));
    await fill(panel, '收货人', '陈师傅');
    await fill(panel, '电话', '13598761234');
    await fill(panel, '地区', '上海');
    await fill(panel, '详细地址', '安福路77号');
    await send(/^更正退货地址/);
    await waitUntil(() => ticket()?.agreed?.returnAddress?.street === '安福路77号');
    // Both, and what the buyer was sent.
    await waitUntil(() => /更正前：.*8 Taoyang Road.*更正后：.*安福路77号.*「/s.test(history()));
  });

  it('[R43] shows the review that led to the request as a link, and who opened the ticket', async () => {
    const url = 'https://shop.example/reviews/17';
    await open({ occasion: { kind: 'review', url }, openedBy: COLLEAGUE });
    await sees(panel, 'Zhou Min opened: Return & refund');
    const link = panel.shadowRoot?.querySelector('a[target=_blank]');
    expect([link?.textContent, link?.getAttribute('href'), link?.getAttribute('rel')]).to.deep.equal([
      'Prompted by a review',
      url,
      'noopener noreferrer',
    ]);
  });

  it('[R47] names what a ruling charges the buyer', async () => {
    await open({
      type: 'exchange',
      steps: [
        [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
        [ME, { command: 'fulfil', choice: 'done', fields: { carrier: 'SF', trackingNumber: 'SF9876543210' } }],
        8 * 24 * 3_600_000,
        [STAFF, BEGIN_REVIEW],
        [STAFF, { ...AGAINST, fields: { ...AGAINST.fields, charge: { amountMinor: 25_800, currency: 'CNY' } } }],
      ],
    });
    await sees(panel, 'The buyer must pay ¥258.00');
    await sees(panel, 'The platform ruled for the shop');
  });

  it('[R51] a barred refusal is off, with the reason', async () => {
    await open({ policy: { barredRefusals: { '*': ['damaged'] } } });
    const button = await byRole(panel, 'button', 'Decline');
    expect(button.getAttribute('aria-disabled')).to.equal('true');
    expect(whyOff(button)).to.contain('The platform does not allow declining');
  });
});
