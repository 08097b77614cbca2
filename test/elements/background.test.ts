import { expect, oneEvent } from '@open-wc/testing';
import type { SidecardTask } from '@sidecard/elements/task';
import { byRole, clearPage, contentOf, focused, press, seen, sees, show } from '../support/browser/panel.ts';
import {
  AGREE,
  BUYER,
  ME,
  openShop,
  PAID,
  RECEIVE,
  SEND_BACK,
  type Shop,
  STAFF,
  type Step,
  WATCHER,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** A ticket that ends with a refund, and one that the buyer takes back. */
const REFUNDED = [[ME, AGREE], [BUYER, SEND_BACK], [ME, RECEIVE], PAID] as const;
const WITHDRAWN = [[BUYER, { command: 'withdraw' }]] as const;

describe('the buyer’s other tickets in sidecard-task', () => {
  let shop: Shop;
  let panel: SidecardTask;

  beforeEach(async () => void (shop = await openShop()));
  afterEach(() => {
    clearPage();
    shop.close();
  });

  /** Another ticket of the buyer, about another order, after these steps. Returns its number. */
  async function another(...steps: readonly Exclude<Step, number>[]): Promise<string> {
    const { ticketId } = await shop.another();
    for (const [who, command] of steps) await shop.backend.act(who, ticketId, command);
    return shop.backend.ticket(ticketId)?.number ?? '';
  }
  const open = (who = ME) => (panel = show('sidecard-task', shop.client(who), shop.ticketId, { height: 1200 }));

  it('are none of a buyer’s first', async () => {
    open();
    await sees(panel, 'Buyer’s other tickets None');
  });

  it('are told with what came of each, and when: after the order, before the history', async () => {
    const refunded = await another(...REFUNDED);
    const withdrawn = await another(...WITHDRAWN);
    const waiting = await another();
    open();
    await sees(
      panel,
      new RegExp(
        `Order .*Buyer’s other tickets 3 · 1 in progress Return & refund · ticket ${waiting} Needs answer · 4 Jul ` +
          `Return & refund · ticket ${withdrawn} The buyer withdrew the request · 4 Jul ` +
          `Return & refund · ticket ${refunded} Refunded ¥258.00 · 4 Jul .*History`,
      ),
    );
  });

  it('are the latest three at first, and then all', async () => {
    const first = await another(...WITHDRAWN);
    await another();
    await another();
    await another();
    open();
    await sees(panel, 'Buyer’s other tickets All 4');
    expect(seen(panel)).not.to.contain(first);
    await press(panel, 'All 4');
    await sees(panel, `ticket ${first}`);
    await sees(panel, 'Buyer’s other tickets 4 · 3 in progress');
  });

  it('are up to date: one that is opened or ends meanwhile is there as it stands', async () => {
    open();
    await sees(panel, 'Buyer’s other tickets None');
    const { ticketId } = await shop.another();
    await sees(panel, 'Buyer’s other tickets 1 · 1 in progress');
    await shop.backend.act(BUYER, ticketId, { command: 'withdraw' });
    await sees(panel, 'The buyer withdrew the request · 4 Jul');
  });

  it('are not those of another buyer', async () => {
    await shop.another({ buyer: { id: 'buyer-li', name: 'Li Na' } });
    open();
    await sees(panel, 'Buyer’s other tickets None');
  });

  it('are a line beside an open form', async () => {
    await another();
    open();
    await sees(panel, 'Buyer’s other tickets 1');
    await press(panel, 'Decline');
    const fold = await byRole(panel, 'button', /^Buyer’s other tickets/);
    expect(fold.innerText).to.contain('1 · 1 in progress');
    fold.click();
    await sees(panel, /Return & refund · ticket \S+ Needs answer/);
  });

  it('open in place of this one, with a way back', async () => {
    const number = await another();
    open();
    const opening = oneEvent(panel, 'sidecard-task-open');
    await press(panel, new RegExp(`^Return & refund · ticket ${number}`));
    await opening;
    await sees(panel, new RegExp(`^Return & refund He Yiqing Order …\\d+ Ticket ${number}`));
    await waitUntil(() => focused()?.matches('h2'));
    const { number: former } = shop.backend.ticket(shop.ticketId) ?? { number: '' };
    await press(panel, new RegExp(`^Return & refund · ticket ${former}`));
    await sees(panel, `Ticket ${former}`);
  });

  for (const who of [WATCHER, STAFF]) {
    it(`are told to ${who.name}, too`, async () => {
      await another();
      open(who);
      await sees(panel, 'Buyer’s other tickets 1 · 1 in progress');
    });
  }

  it('are not told to the buyer, who has only those of the order', async () => {
    const number = await another(...WITHDRAWN);
    open(BUYER);
    await sees(panel, 'History');
    await panel.updateComplete;
    expect(contentOf(panel)).not.to.contain(number);
  });
});
