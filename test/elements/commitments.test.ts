import { expect } from '@open-wc/testing';
import { BUILT_IN_COMMITMENTS, type Commitment, type Order } from '@sidecard/core';
import { byRole, clearPage, press, seen, sees, show, within } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  DAY_MS,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  ME,
  NOW_MS,
  openShop,
  ORDER,
  PAID,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });
const SHIPPED_MS = ORDER.shippedAtMs ?? 0;
const SIGNED_MS = ORDER.signedAtMs ?? 0;
/** The reader's own, so that what is written can be compared with what a test says. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Every built-in one; the shop has said what it pays where that is the shop's to say. */
const ALL: readonly Commitment[] = BUILT_IN_COMMITMENTS.map((commitment) =>
  commitment.compensation?.kind === 'unset'
    ? { ...commitment, compensation: { kind: 'fixed', amount: yuan(20) } }
    : commitment,
);
const LATE: Partial<Order> = { promised: { shipByMs: SHIPPED_MS - 6 * HOUR_MS } };
const UNTIL = (ms: number): Partial<Order> => ({ promised: { returnUntilMs: ms, resendUntilMs: ms } });
const CLOSED = { closedAtMs: NOW_MS - 2 * DAY_MS };
const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];

describe('the commitments in sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;

  async function open(options: ShopOptions = {}, commitments = ALL): Promise<void> {
    shop = await openShop({ ...options, policy: { commitments, timeZone, ...options.policy } });
    panel = show('sidecard-task', shop.client(), shop.ticketId, { locale: options.locale ?? 'en', height: 1600 });
  }
  const row = (name: string) =>
    [...within(panel)].find((one) => one.matches('li') && one.innerText.startsWith(name)) as HTMLElement;
  const folded = () => panel.shadowRoot?.querySelector<HTMLDetailsElement>('[data-section=commitments] details');
  /** The row that begins with a name, once it is there; unfolds those that do not matter now. */
  async function says(name: string, words: string): Promise<HTMLElement> {
    const found = () => {
      const rest = folded();
      if (rest) rest.open = true;
      return row(name) && seen(row(name)).startsWith(`${name} ${words}`);
    };
    await waitUntil(found).catch(() => {
      throw new Error(`"${name}" was to say "${words}" in: ${seen(panel)}`);
    });
    return row(name);
  }
  const isOwed = (element: HTMLElement) => element.matches('.soon');
  const isOpen = (element: HTMLElement) => element.matches('.good');
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('[R36] are no section of a shop that has none', async () => {
    await open({}, []);
    await sees(panel, 'History');
    expect(seen(panel)).not.to.contain('Commitments');
  });

  it('[R36] are those of the shop, by the names that it gives them, between order and history', async () => {
    const own: Commitment = {
      key: 'gift-wrap',
      labels: { 'zh-CN': '礼品包装', en: 'Gift wrapping' },
      trigger: { kind: 'standing' },
      window: { from: 'paid' },
    };
    await open({}, [own]);
    expect(isOpen(await says('Gift wrapping', 'In force'))).to.equal(true);
    expect(seen(panel)).to.match(/Order .*Commitments .*History/);
  });

  it('[R28] hold for shops that signed the agreement, and without it none does', async () => {
    await open({ order: LATE });
    expect(isOpen(await says('Consumer protection', 'In force'))).to.equal(true);
    clearPage();
    shop.close();
    await open({ order: LATE }, ALL.slice(1));
    const late = await says('Ship-by promise', 'Not offered');
    expect([isOwed(late), isOpen(late)]).to.deep.equal([false, false]);
  });

  describe('[R30] ship-by', () => {
    it('owes with the formula under it', async () => {
      await open({ order: LATE });
      const late = await says('Ship-by promise', 'Owes ¥12.90');
      expect(isOwed(late)).to.equal(true);
      expect(seen(late)).to.contain('Sent 6 h late · ¥258.00 × 5% (at least ¥1.00, at most ¥30.00)');
    });

    it('adds up the items that it is about', async () => {
      const items: Order['items'] = [
        ORDER.items[0],
        { id: 'box', title: 'Gift box', quantity: 1, paid: { amountMinor: 1_999, currency: 'CNY' } },
      ];
      await open({
        order: { ...LATE, items },
        request: {
          items: [
            { itemId: 'mug', quantity: 2 },
            { itemId: 'box', quantity: 1 },
          ],
          reason: 'damaged',
          amount: yuan(1),
        },
      });
      const late = await says('Ship-by promise', 'Owes ¥13.90');
      expect(seen(late)).to.contain('¥258.00 × 5% + ¥19.99 × 5% (each at least ¥1.00, at most ¥30.00)');
    });

    it('says it in Chinese', async () => {
      await open({ order: LATE, locale: 'zh-CN' });
      const late = await says('晚发必赔', '应赔 ¥12.90');
      expect(seen(late)).to.contain('晚发6小时 · ¥258.00 × 5%\uFF08最低 ¥1.00\uFF0C最高 ¥30.00\uFF09');
    });

    it('was kept by a dispatch in time, and is not offered without a promise', async () => {
      await open({ order: { promised: { shipByMs: SHIPPED_MS } } });
      expect(isOpen(await says('Ship-by promise', 'Kept'))).to.equal(false);
      clearPage();
      shop.close();
      await open();
      await says('Ship-by promise', 'Not offered');
    });

    it('stands on the folded section too', async () => {
      await open({ order: LATE });
      await says('Ship-by promise', 'Owes ¥12.90');
      await press(panel, 'Decline');
      const fold = await byRole(panel, 'button', /^Commitments/);
      expect(fold.innerText).to.contain('Owes ¥12.90');
    });
  });

  it('are those that matter now, what is owed first; the others are one press away', async () => {
    await open({ order: { promised: { ...LATE.promised, returnUntilMs: NOW_MS - 1.5 * DAY_MS } } });
    await sees(panel, 'Commitments Ship-by promise Owes ¥12.90');
    await sees(panel, 'Consumer protection In force');
    expect(seen(panel)).not.to.contain('No-fault return').and.not.to.contain('Not offered');
    await sees(panel, '4 more: kept, over or not in force');
    folded()?.querySelector('summary')?.click();
    await sees(panel, 'No-fault return Over');
    await sees(panel, 'Designated carrier Not offered');
  });

  it('are, as a line, as many as matter: not all of them are in force', async () => {
    await open({ order: { promised: { deliverByMs: SHIPPED_MS } } }, ALL);
    await press(panel, 'Decline');
    await sees(panel, 'Commitments 3 open');
  });

  it('say that none is in force, of an order for which none is', async () => {
    await open({ order: LATE }, ALL.slice(2, 4));
    await sees(panel, 'None is in force for this order');
    await sees(panel, '2 more: kept, over or not in force');
  });

  it('[R31] gives a return until the promised end, and says who pays the postage', async () => {
    await open({ order: UNTIL(NOW_MS + 5 * DAY_MS) });
    expect(isOpen(await says('No-fault return', 'Shop pays postage Open until 9 Jul, 14:02'))).to.equal(true);
    clearPage();
    shop.close();
    await open({ order: UNTIL(NOW_MS - 1.5 * DAY_MS) });
    expect(isOpen(await says('No-fault return', 'Over'))).to.equal(false);
  });

  it('[R32] gives a resend of what was damaged, until the promised end', async () => {
    await open({ order: UNTIL(NOW_MS + 5 * DAY_MS) });
    expect(isOpen(await says('Damaged in transit', 'Can be resent Open until 9 Jul, 14:02'))).to.equal(true);
  });

  it('begin when the order is as far as that', async () => {
    await open({ type: 'delivery-issue', order: UNTIL(NOW_MS + 5 * DAY_MS) });
    await says('No-fault return', 'Not started Starts when the goods are signed for');
  });

  describe('[R29] [R37] quality', () => {
    const request = {
      items: [{ itemId: 'mug', quantity: 2 }],
      reason: 'quality',
      amount: yuan(258),
      text: 'It cracks.',
    };

    it('can be owed once the sides have failed to agree', async () => {
      await open({ request });
      const open_ = await says('Quality promise', 'In force');
      expect(isOpen(open_)).to.equal(true);
      expect(seen(open_)).to.match(
        /Pays ¥20\.00 once both sides have failed to agree · Can be claimed until 18 Jul, 24:00/,
      );
    });

    it('is owed then', async () => {
      await open({ request, steps: [[ME, DECLINE]] });
      expect(isOwed(await says('Quality promise', 'Owes ¥20.00'))).to.equal(true);
    });

    it('says that the amount is missing while the shop has named none', async () => {
      await open({ request, steps: [[ME, DECLINE]] }, BUILT_IN_COMMITMENTS);
      await says('Quality promise', 'Owed The shop has not set an amount');
    });
  });

  describe('[R33] [R34] [R35] after the order’s close', () => {
    const order: Partial<Order> = {
      ...CLOSED,
      carrier: 'ZTO',
      promised: { carrier: 'SF', deliverByMs: SIGNED_MS - 2 * DAY_MS },
    };

    it('have not begun before', async () => {
      const { closedAtMs: _closed, ...before } = order;
      await open({ order: before });
      await says('Designated carrier', 'Not started Starts when the order is closed');
      await says('Deliver-by promise', 'Not started Delivered 2 d late · Starts when the order is closed');
    });

    it('[R37] need a failed negotiation', async () => {
      await open({ order });
      const carrier = await says('Designated carrier', 'In force');
      expect(isOwed(carrier)).to.equal(false);
      expect(seen(carrier)).to.contain('once both sides have failed to agree');
    });

    it('are owed after it, from the deposit first', async () => {
      await open({ order, steps: [[ME, DECLINE]] });
      for (const [name, late] of [
        ['Designated carrier', ''],
        ['Deliver-by promise', 'Delivered 2 d late · '],
      ] as const) {
        const owed = await says(
          name,
          `Owes ¥20.00 ${late}Paid from the deposit first · Can be claimed until 18 Jul, 24:00`,
        );
        expect(isOwed(owed)).to.equal(true);
      }
    });

    it('are over once they were made good', async () => {
      await open({
        order,
        steps: [
          ...INTERVENING,
          [
            STAFF,
            {
              command: 'rule',
              choice: 'refund',
              fields: {
                amount: yuan(1),
                compensation: yuan(20),
                commitment: 'designated-carrier',
                text: 'Another carrier came.',
              },
            },
          ],
          PAID,
        ],
      });
      expect(isOwed(await says('Designated carrier', 'Paid'))).to.equal(false);
      expect(isOwed(await says('Deliver-by promise', 'Owes ¥20.00'))).to.equal(true);
    });
  });

  it('end with the shop’s own days, wherever the reader is', async () => {
    await open({
      order: { ...CLOSED, carrier: 'ZTO', promised: { carrier: 'SF' } },
      policy: { timeZone: 'Pacific/Kiritimati' },
    });
    await sees(panel, /Can be claimed until \d+ Jul, 24:00/);
  });

  it('are told although the server’s clock is known but nearly', async () => {
    shop = await openShop({ policy: { commitments: ALL, timeZone }, order: LATE });
    const client = shop.client();
    panel = show('sidecard-task', Object.assign(client, { now: () => NOW_MS + 0.5 }), shop.ticketId);
    await says('Ship-by promise', 'Owes ¥12.90');
  });
});
