import { formatMoney } from '@sidecard/core';
import { amountDue, BUDGETS, type Budget, type TicketPage, type TicketView } from '@sidecard/core/wire';
import type { Backend } from './backend.js';

/** How often to poll for payments, in milliseconds. */
const POLL_MS = 500;
/** How long the bank takes to confirm or reject a transfer, in milliseconds. */
const TRANSFER_MS = 2_000;
/** The bank rejects the first attempt at a transfer above this amount, in the currency's smallest unit. */
const REJECT_ABOVE_MINOR = 50_000;

const NAMES: Readonly<Record<Budget, string>> = {
  refund: 'refund',
  postage: 'return postage',
  compensation: 'compensation',
  goodwill: 'goodwill',
};

/**
 * Simulates a shop's payment system: it polls for tickets with a payment due, pays, reports the result and retries failed payments.
 * Backends poll, because event streams are for people.
 *
 * @param shop - prefix of its log lines
 * @returns a function that stops it
 */
export function startPayments(shop: string, backend: Backend): () => void {
  /** When the bank will answer, by ticket and version. */
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
    const choice = isRejected(ticket) ? 'failed' : 'succeeded';
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
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** Large transfers fail once, to show a failed payment. */
function isRejected(ticket: TicketView): boolean {
  const failedBefore = ticket.history.some(({ kind, choice }) => kind === 'settlement-recorded' && choice === 'failed');
  return !failedBefore && total(ticket) > REJECT_ABOVE_MINOR;
}

const total = (ticket: TicketView): number => Object.values(amountDue(ticket)).reduce((sum, owed) => sum + owed, 0);

/** Describes what was paid from which budget, and whether the deposit pays first (R35). */
function lineOf(ticket: TicketView, choice: 'succeeded' | 'failed'): string {
  const { currency } = ticket.order.items[0].paid;
  const amount = (amountMinor: number): string => formatMoney({ amountMinor, currency });
  const owed = amountDue(ticket);
  const parts = BUDGETS.filter((budget) => owed[budget] > 0).map(
    (budget) => `${NAMES[budget]} ${amount(owed[budget])}`,
  );
  const pocket = ticket.rulings.at(-1)?.fromDeposit === true ? ', from the deposit first' : '';
  const what = `${amount(total(ticket))} (${parts.join(', ')})${pocket}`;
  return choice === 'failed' ? `rejected by the bank: ${what}` : `paid ${what}`;
}
