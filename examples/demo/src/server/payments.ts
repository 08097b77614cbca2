import { formatMoney } from '@sidecard/core';
import { amountDue, BUDGETS, type Budget, type TicketPage, type TicketView } from '@sidecard/core/wire';
import type { Backend } from './backend.js';

/** How often the shop's books are looked through, in milliseconds. */
const LOOK_MS = 500;
/** How long the shop's bank takes, for a transfer or to say that it did not go through, in milliseconds. */
const TRANSFER_MS = 2_000;
/** The bank does not let a transfer of more than this go the first time, in the currency's smallest unit. */
const ASKS_BACK_ABOVE_MINOR = 50_000;

const NAMES: Readonly<Record<Budget, string>> = {
  refund: 'refund',
  postage: 'return postage',
  compensation: 'compensation',
};

/**
 * A stand-in for a shop's payment system: it sees what is to be paid, pays it, and reports what became of it; what failed it tries again. A
 * backend asks now and then: event streams are for people.
 *
 * @param shop - what its lines in the log begin with
 * @returns stops it
 */
export function startPayments(shop: string, backend: Backend): () => void {
  /** When the bank will have answered, by ticket and version. */
  const transfers = new Map<string, number>();
  let looking = false;

  async function look(): Promise<void> {
    const page = await backend.read<TicketPage>('/v1/tickets?open=false&limit=50');
    for (const ticket of page?.tickets ?? []) {
      if (ticket.settlement !== 'pending' && ticket.settlement !== 'failed') continue;
      const key = `${ticket.id}-${ticket.version}`;
      const answersAtMs = transfers.get(key);
      if (answersAtMs === undefined) transfers.set(key, Date.now() + TRANSFER_MS);
      else if (Date.now() >= answersAtMs && (await report(ticket, key))) transfers.delete(key);
    }
  }

  async function report(ticket: TicketView, key: string): Promise<boolean> {
    if (ticket.settlement === 'failed') {
      return backend.send(ticket, { command: 'retry-settlement' }, `again-${key}`);
    }
    const choice = isAskedBack(ticket) ? 'failed' : 'succeeded';
    const done = await backend.send(ticket, { command: 'record-settlement', choice }, `paid-${key}`);
    if (done) console.log(`  ${shop}: ${ticket.number}, ${lineOf(ticket, choice)}`);
    return done;
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => console.error(error))
      .finally(() => (looking = false));
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Large transfers fail once, so that one sees what that looks like. */
function isAskedBack(ticket: TicketView): boolean {
  const failedBefore = ticket.history.some(({ kind, choice }) => kind === 'settlement-recorded' && choice === 'failed');
  return !failedBefore && total(ticket) > ASKS_BACK_ABOVE_MINOR;
}

const total = (ticket: TicketView): number => Object.values(amountDue(ticket)).reduce((sum, owed) => sum + owed, 0);

/** What was paid of which purse, and out of which pocket (R35). */
function lineOf(ticket: TicketView, choice: 'succeeded' | 'failed'): string {
  const { currency } = ticket.order.items[0].paid;
  const amount = (amountMinor: number): string => formatMoney({ amountMinor, currency });
  const owed = amountDue(ticket);
  const parts = BUDGETS.filter((budget) => owed[budget] > 0).map(
    (budget) => `${NAMES[budget]} ${amount(owed[budget])}`,
  );
  const pocket = ticket.rulings.at(-1)?.fromDeposit === true ? ', from the deposit first' : '';
  const what = `${amount(total(ticket))} (${parts.join(', ')})${pocket}`;
  return choice === 'failed' ? `not paid, the bank asks back: ${what}` : `paid ${what}`;
}
