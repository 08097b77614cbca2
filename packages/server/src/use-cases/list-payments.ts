import { type PaymentPage, paymentsOf, type PaymentState } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { TicketFilter } from '../storage/records.js';
import { nextPage } from '../tickets/next-page.js';

/** Lists the shop's payments in a state, by the latest change of their tickets. A page has the payments of `limit` tickets. */
export function listPayments(
  { store }: ServerContext,
  { merchantId }: RequestContext,
  { state, after, limit }: Pick<TicketFilter, 'after' | 'limit'> & { readonly state: PaymentState },
): Promise<PaymentPage> {
  const settlement = state === 'due' ? 'pending' : state;
  return store.snapshot(async (reads) => {
    // Read one more, to know whether there is a next page.
    const found = await reads.listTickets({ merchantId, settlement, after, limit: limit + 1 });
    const tickets = found.slice(0, limit);
    const payments = tickets.flatMap(paymentsOf).filter((payment) => payment.state === state);
    return { payments, ...nextPage(found, limit) };
  });
}
