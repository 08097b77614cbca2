import type { ErasureAnswer } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';

/** How many tickets one transaction removes. Each reads the lines of the shop's logs once. */
const BATCH = 200;

/** Removes all tickets of a buyer that have ended, with everything that hangs on them. Repeating it has no effect. */
export async function eraseBuyer(
  { store, audit }: ServerContext,
  request: RequestContext,
  buyerId: string,
): Promise<ErasureAnswer> {
  const { merchantId } = request;
  let erased = 0;
  for (;;) {
    const entryOf = (tickets: number) => audit.erasure(request, tickets);
    const { tickets, open } = await store.eraseBuyer(merchantId, buyerId, BATCH, entryOf);
    erased += tickets;
    if (tickets === 0) return { erased, open };
  }
}
