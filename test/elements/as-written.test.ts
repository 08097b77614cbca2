import { expect, oneEvent } from '@open-wc/testing';
import type { Locale, Order } from '@sidecard/core';
import { aCard, says } from '../support/browser/cards.ts';
import { byRole, choose, clearPage, fill, press, seen, sees, show } from '../support/browser/panel.ts';
import {
  ADDRESS,
  BEGIN_REVIEW,
  BUYER,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  ORDER,
  REQUEST,
  type Shop,
  type ShopOptions,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** An order paid in a currency, and a request for all of it. */
function paidIn(currency: string, amountMinor: number): Pick<ShopOptions, 'order' | 'request'> {
  const paid = { amountMinor, currency };
  const [mug] = ORDER.items;
  const items: Order['items'] = [{ ...mug, paid }];
  return { order: { items }, request: { ...REQUEST, amount: paid } };
}

const WORDS = {
  en: {
    agree: 'Agree to return',
    send: 'Agree and tell He Yiqing',
    amount: 'Refund amount',
    name: 'Name',
    phone: 'Phone',
    region: 'Region',
    street: 'Street',
    text: 'Message to the buyer',
  },
  'zh-CN': {
    agree: '同意退货',
    send: '同意并告知He Yiqing',
    amount: '退款金额',
    name: '收货人',
    phone: '电话',
    region: '地区',
    street: '详细地址',
    text: '给买家留言',
  },
} as const satisfies Record<Locale, object>;

describe('what people write', () => {
  let shop: Shop;
  let panel: HTMLElement & { readonly updateComplete: Promise<boolean> };
  let words: (typeof WORDS)[Locale];

  /** Opens the form that agrees to a return. */
  async function open(options: ShopOptions): Promise<void> {
    words = WORDS[options.locale ?? 'en'];
    shop = await openShop(options);
    panel = show('sidecard-task', shop.client(), shop.ticketId);
    await choose(panel, words.agree);
    await byRole(panel, 'textbox', words.amount);
  }
  async function fillAddress(change: Partial<typeof ADDRESS> = {}): Promise<void> {
    const address = { ...ADDRESS, ...change };
    for (const part of ['name', 'phone', 'region', 'street'] as const) await fill(panel, words[part], address[part]);
  }
  const errors = () =>
    [...(panel.shadowRoot?.querySelectorAll('.error') ?? [])].map(({ textContent }) => textContent.trim());
  const agreed = () => shop.backend.ticket(shop.ticketId)?.agreed;
  const message = () => shop.backend.ticket(shop.ticketId)?.history.at(-1)?.sentMessage?.text;
  afterEach(() => {
    clearPage();
    shop.close();
  });

  for (const [currency, amountMinor, shown, typed] of [
    ['HUF', 125_000, '1,250.00', '1250.00'],
    ['IDR', 125_000, '1,250.00', '1250.00'],
    ['JPY', 1_250, '1,250', '1250'],
    ['KWD', 1_250_000, '1,250.000', '1250.000'],
    ['CNY', 125_000, '1,250.00', '1250.00'],
  ] as const)
    for (const locale of ['en', 'zh-CN'] as const)
      it(`[R52] an amount in ${currency} has the same decimals everywhere (${locale})`, async () => {
        await open({ ...paidIn(currency, amountMinor), locale });
        const card = await aCard({ message: shop.message });
        await says(card, shown);
        const live = await aCard({ ticketId: shop.ticketId, client: shop.client() });
        await says(live, shown);
        // On the panel: the request, the paid amount and the most that can be given.
        const amounts = seen(panel).match(/1,250[.\d]*/g) ?? [];
        expect(amounts.length).to.be.greaterThan(1);
        expect(new Set(amounts.map((text) => text.replace(/\.$/, '')))).to.deep.equal(new Set([shown]));
        expect(((await byRole(panel, 'textbox', words.amount)) as HTMLInputElement).value).to.equal(typed);
        await waitUntil(() => panel.shadowRoot?.querySelector('.bubble')?.textContent?.includes(shown));
        await press(panel, words.send);
        await waitUntil(() => agreed() !== undefined);
        expect(agreed()?.refund).to.deep.equal({ amountMinor, currency });
        expect(message()).to.match(new RegExp(`\\D${shown.replace('.', '\\.')}(?!\\d)`));
      });

  describe('that is wrong', () => {
    for (const [locale, currency, typed, says] of [
      ['en', 'CNY', '$12', 'Enter an amount in CNY, such as 12.50'],
      ['zh-CN', 'CNY', '$12', '请填写金额（CNY），如 12.50'],
      ['en', 'USD', '12元', 'Enter an amount in USD, such as 12.50'],
      ['en', 'JPY', '100.5', 'Enter an amount in JPY, such as 1250'],
      ['zh-CN', 'JPY', '100.5', '请填写金额（JPY），如 1250'],
      ['en', 'KWD', 'ten', 'Enter an amount in KWD, such as 12.500'],
      ['en', 'HUF', '12,5', 'Enter an amount in HUF, such as 12.50'],
    ] as const)
      it(`[R52] "${typed}" for ${currency} gets an example that fits (${locale})`, async () => {
        const paid = paidIn(currency, 50_000);
        await open({ ...paid, request: { ...paid.request, amount: { amountMinor: 500, currency } }, locale });
        await fill(panel, words.amount, typed);
        await waitUntil(() => errors().length > 0);
        expect(errors()).to.deep.equal([says]);
        await press(panel, words.send);
        await sees(panel, says);
        expect(agreed()).to.equal(undefined);
      });

    it('[R52] gets an example within the limits', async () => {
      await open({ ...paidIn('CNY', 800) });
      await fill(panel, words.amount, 'all');
      await sees(panel, 'Enter an amount in CNY, such as 8.00');
    });

    for (const [locale, part, typed, says] of [
      ['en', 'phone', 'call me', 'Enter a phone number, such as +1 555 123 4567'],
      ['zh-CN', 'phone', '打给我', '填写电话号码，如 0571-88881234 转 12'],
      ['en', 'phone', ' ', 'Phone is required'],
      ['zh-CN', 'region', '', '地区不能为空'],
      ['en', 'street', '1 Road\u0000', 'Street contains unreadable characters'],
      ['zh-CN', 'name', '王\u0000', '收货人里有无法识别的字符'],
    ] as const)
      it(`[R52] an address names its ${part} that is ${JSON.stringify(typed)} (${locale})`, async () => {
        await open({ policy: { returnAddresses: [] }, locale });
        await fillAddress({ [part]: typed });
        await waitUntil(() => errors().length > 0);
        expect(errors()).to.deep.equal([says]);
      });
  });

  describe('is taken:', () => {
    it('[R52] an amount, an address and a text in full width and with invisible characters', async () => {
      await open({ policy: { returnAddresses: [] } });
      await fill(panel, words.amount, '２５８．００');
      await fillAddress({
        name: '\u202AAda\u00A0👩‍👩‍👧\u202C',
        phone: '（０２０）7946\u00A00958',
        region: 'London\u00A0',
      });
      await fill(panel, words.text, 'Dear buyer,\u000Bcall \u202D+86 138 1234 2716\u202C');
      expect(errors()).to.deep.equal([]);
      await press(panel, words.send);
      await waitUntil(() => agreed() !== undefined);
      expect(agreed()?.refund).to.deep.equal({ amountMinor: 25_800, currency: 'CNY' });
      expect(agreed()?.returnAddress).to.deep.equal({
        name: 'Ada\u00A0👩‍👩‍👧',
        phone: '(020)7946 0958',
        region: 'London',
        street: ADDRESS.street,
      });
      expect(shop.backend.ticket(shop.ticketId)?.history.at(-1)?.fields?.['text']).to.equal(
        'Dear buyer,\ncall +86 138 1234 2716',
      );
    });

    for (const typed of ['258元', '￥258', '¥258.00', '258。00', 'RMB 258', '258 cny'])
      it(`[R52] the amount "${typed}"`, async () => {
        await open({});
        await fill(panel, words.amount, typed);
        await press(panel, words.send);
        await waitUntil(() => agreed() !== undefined);
        expect(agreed()?.refund).to.deep.equal({ amountMinor: 25_800, currency: 'CNY' });
      });

    for (const phone of ['(020) 7946 0958', '010-88886666转8001', '+1 555.123.4567 x12'])
      it(`[R52] the phone ${phone}`, async () => {
        await open({ policy: { returnAddresses: [] } });
        await fillAddress({ phone });
        expect(errors()).to.deep.equal([]);
        await press(panel, words.send);
        await waitUntil(() => agreed() !== undefined);
        expect(agreed()?.returnAddress?.phone).to.equal(phone);
      });

    it('[R52] the line breaks of Windows, which a restored draft has', async () => {
      words = WORDS.en;
      shop = await openShop();
      const client = shop.client();
      client.drafts.set(shop.ticketId, 'agree', { amount: '258', text: 'One.\r\nTwo.' });
      panel = show('sidecard-task', client, shop.ticketId);
      await byRole(panel, 'textbox', words.amount);
      await press(panel, words.send);
      await waitUntil(() => agreed() !== undefined);
      expect(message()).to.contain('One.\nTwo.');
    });
  });

  describe('to staff', () => {
    const WRITTEN = 'We kept \u202Dthe\u202C video.';
    let client: ReturnType<Shop['client']>;
    const kept = () => client.drafts.draft(shop.ticketId, 'staff-message').get()?.['text'];

    beforeEach(async () => {
      shop = await openShop({
        steps: [
          [ME, DECLINE],
          [BUYER, ESCALATE],
          [STAFF, BEGIN_REVIEW],
        ],
      });
      client = shop.client();
      panel = show('sidecard-staff-message', client, shop.ticketId);
      await press(panel, 'Progress update', 'radio');
      await fill(panel, /./, WRITTEN);
      await sees(panel, '18/500');
      client.line.goOffline();
      await press(panel, 'Send to staff');
      await sees(panel, 'Sends automatically once you are back online');
      await waitUntil(() => kept() === undefined);
      await panel.updateComplete;
    });

    it('[R52] is recognized in a draft, so that it is not sent twice', async () => {
      clearPage();
      client.drafts.set(shop.ticketId, 'staff-message', { purpose: 'progress-update', text: WRITTEN });
      panel = show('sidecard-staff-message', client, shop.ticketId);
      await sees(panel, 'Sends automatically once you are back online');
      await waitUntil(() => kept() === undefined);
    });

    it('[R52] is not added to the same text when it is refused', async () => {
      await fill(panel, /./, WRITTEN);
      const refused = oneEvent(panel, 'sidecard-refused');
      await shop.act(STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'The shop is right.' } });
      client.line.goOnline();
      client.refresh();
      await refused;
      expect(kept()).to.equal(WRITTEN);
    });
  });
});
