import { expect } from '@open-wc/testing';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  formOpens,
  press,
  seen,
  sees,
  show,
} from '../support/browser/panel.ts';
import { AGREE, BUYER, ME, openShop, ORDER, SEND_BACK, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** The shop publishes what it withholds. */
const policy = { afterSales: { attempts: 5, days: {}, withholdPermille: { damaged: 300 } } };
const SENT = [
  [ME, AGREE],
  [BUYER, SEND_BACK],
] as const;
/** An order of two lines, both in the case. */
const TWO_LINES = {
  items: [
    ...ORDER.items,
    { id: 'saucer', title: 'Saucer', quantity: 1, paid: { amountMinor: 3_000, currency: 'CNY' } },
  ],
} as const;
const BOTH = {
  items: [
    { itemId: 'mug', quantity: 2 },
    { itemId: 'saucer', quantity: 1 },
  ],
  reason: 'damaged',
  amount: { amountMinor: 28_800, currency: 'CNY' },
};
const MUG = 'Fog-blue handmade mug, 350 ml, pair';

describe('a case of two pieces', () => {
  let shop: Shop;
  afterEach(() => {
    clearPage();
    shop.close();
  });
  const open = async (options: Parameters<typeof openShop>[0] = {}, locale: 'en' | 'zh-CN' = 'en') => {
    shop = await openShop({ policy, locale, ...options });
    const client = shop.client();
    return { client, panel: show('sidecard-task', client, shop.ticketId, { locale, height: 900 }) };
  };
  const select = async (root: Element, name: string | RegExp, value: string) => {
    const list = (await byRole(root, 'combobox', name)) as HTMLSelectElement;
    list.value = value;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const send = async (form: Element) => (await byRole(form, '[data-act=send]')).click();
  const quantity = 'input[type=number]';
  const amount = async (form: Element) => ((await byRole(form, 'textbox', 'Refund amount')) as HTMLInputElement).value;

  it('[R48] is decided on as a whole, unless the shop chooses some of them: then the amount follows', async () => {
    const { panel } = await open();
    await choose(panel, 'Agree to return');
    const form = await formOpens(panel, 'Agree to return');
    const count = (await byRole(form, quantity, `Quantity of ${MUG}`)) as HTMLInputElement;
    expect(count.value).to.equal('2');
    expect(await amount(form)).to.equal('258.00');
    expect(seen(form)).not.to.contain('About');
    await fill(form, `Quantity of ${MUG}`, '1', quantity);
    await waitUntil(async () => (await amount(form)) === '129.00');
    await sees(form, `About ${MUG} ×1: We agree to refund ¥129.00.`);
    await send(form);
    await sees(panel, 'opened from this ticket');
    await sees(panel, `You decided on some of the items: ${MUG} ×1`);
  });

  it('[R48] needs one of them: no pieces at all are refused in words', async () => {
    const { panel } = await open();
    await choose(panel, 'Decline');
    const form = await formOpens(panel, 'Decline');
    await fill(form, `Quantity of ${MUG}`, '0', quantity);
    await sees(form, 'Items to decide on is required');
  });

  it('[R48] counts as a whole line by line: too many of one do not make up for another', async () => {
    const { client, panel } = await open({ order: TWO_LINES, request: BOTH });
    await choose(panel, 'Decline');
    const form = await formOpens(panel, 'Decline');
    await fill(form, `Quantity of ${MUG}`, '3', quantity);
    await fill(form, 'Quantity of Saucer', '0', quantity);
    await press(form, 'Settled separately with the buyer', 'radio');
    await fill(form, 'Message to the buyer', 'We have written to you about it.');
    await send(form);
    await sees(form, 'Enter 1 to 2');
    expect(client.ticket(shop.ticketId).get().view?.displayStatus).to.equal('awaiting-merchant');
  });

  it('[R48] can be decided on with a draft that names an item of before', async () => {
    const { client, panel } = await open({ order: TWO_LINES, request: BOTH });
    client.drafts.set(shop.ticketId, 'decline', { part: { mug: 1, saucer: 1, gone: 3 } });
    const form = await formOpens(panel, 'Decline');
    await press(form, 'Settled separately with the buyer', 'radio');
    await fill(form, 'Message to the buyer', 'We have written to you about it.');
    await send(form);
    await sees(panel, `You decided on some of the items: ${MUG} ×1, Saucer ×1`);
  });

  it('[R48] ignores a damaged quantity of before, once the receipt is about one piece', async () => {
    const { panel } = await open({ steps: SENT });
    await choose(panel, 'Confirm receipt and refund');
    const form = await formOpens(panel, 'Confirm receipt and refund');
    const name = new RegExp(`^${MUG}`);
    await select(form, name, 'damaged');
    await waitUntil(() => allByRole(form, quantity, `Quantity of ${MUG}`).length === 2);
    const [part, damaged] = allByRole(form, quantity, `Quantity of ${MUG}`) as HTMLInputElement[];
    const type = (input: HTMLInputElement | undefined, value: string) => {
      input!.value = value;
      input!.dispatchEvent(new Event('input', { bubbles: true }));
    };
    type(damaged, '2');
    type(part, '1');
    await waitUntil(() => allByRole(form, quantity, `Quantity of ${MUG}`).length === 1);
    await sees(form, `${MUG} ×1 damaged`);
    await send(form);
    await sees(panel, `${MUG} ×1 damaged`);
  });

  it('[R48] cannot be confirmed as received if nothing arrived', async () => {
    const { panel } = await open({ steps: [SENT[0]] });
    await choose(panel, 'Confirm receipt and refund');
    const form = await formOpens(panel, 'Confirm receipt and refund');
    const name = new RegExp(`^${MUG}`);
    await select(form, name, 'missing');
    await send(form);
    await sees(form, 'Nothing arrived, so there is no receipt to confirm.');
    expect((await byRole(form, 'combobox', name)).ariaInvalid).to.equal('true');
  });

  it('[R48] comes back with one damaged: the shop sees what its rule leaves, and both sides what came', async () => {
    const { panel } = await open({ steps: SENT });
    await choose(panel, 'Confirm receipt and refund');
    const form = await formOpens(panel, 'Confirm receipt and refund');
    const name = new RegExp(`^${MUG}`);
    expect(((await byRole(form, 'combobox', name)) as HTMLSelectElement).value).to.equal('as-agreed');
    expect(allByRole(form, 'textbox', `What is wrong with ${MUG}`)).to.have.length(0);
    await sees(form, 'The return has arrived; your refund of ¥258.00 is on its way.');
    await select(form, name, 'damaged');
    await waitUntil(() => allByRole(form, quantity, `Quantity of ${MUG}`).length === 2);
    const [, damaged] = allByRole(form, quantity, `Quantity of ${MUG}`) as HTMLInputElement[];
    damaged!.value = '1';
    damaged!.dispatchEvent(new Event('input', { bubbles: true }));
    await fill(form, `What is wrong with ${MUG}`, 'A chip at the rim.');
    await sees(
      form,
      `We have checked your return: ${MUG} ×1 damaged (A chip at the rim.). By our return rules we propose a refund of ¥219.30; please answer.`,
    );
    await send(form);
    await sees(panel, `You confirmed receipt, not as agreed: ${MUG} ×1 damaged (A chip at the rim.)`);
    await sees(panel, '¥219.30');
    await shop.act(BUYER, { command: 'accept-proposal' });
    await sees(panel, 'The buyer accepted the proposal');
  });

  it('[R48] is said in Chinese, too', async () => {
    const { panel } = await open({ steps: SENT }, 'zh-CN');
    await choose(panel, '确认收货并退款');
    const form = await formOpens(panel, '确认收货并退款');
    await select(form, new RegExp(`^${MUG}`), 'damaged');
    await sees(form, `退货已查验：${MUG} ×2 破损，按店铺退货规则可退 ¥180.60，请确认。`);
    await fill(form, `${MUG}的问题说明`, '杯口有缺口');
    await sees(form, `退货已查验：${MUG} ×2 破损（杯口有缺口），按店铺退货规则可退 ¥180.60，请确认。`);
    await send(form);
    await sees(panel, `您确认收货，异常商品：${MUG} ×2 破损（杯口有缺口）`);
  });

  it('[R48] offers no choice of pieces if there is one', async () => {
    const { panel } = await open({
      request: {
        items: [{ itemId: 'mug', quantity: 1 }],
        reason: 'damaged',
        amount: { amountMinor: 12_900, currency: 'CNY' },
      },
    });
    await choose(panel, 'Agree to return');
    const form = await formOpens(panel, 'Agree to return');
    expect(await amount(form)).to.equal('129.00');
    expect(allByRole(form, quantity)).to.have.length(0);
  });
});
