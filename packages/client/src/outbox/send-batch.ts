import { type BatchResult, MAX_BATCH, type SendResult } from '../model/outbox-entry.js';
import { createConcurrencyLimit } from '../util/concurrency-limit.js';

/** How many commands of a batch are under way at once. */
const AT_ONCE = 4;

/**
 * Sends a command to several tickets.
 *
 * @param send - sends it to one
 * @returns a result for each ticket, in this order
 * @throws {RangeError} for none, for more than {@link MAX_BATCH}, or for the same ticket twice
 */
export async function sendBatch(
  ticketIds: readonly string[],
  send: (ticketId: string) => Promise<SendResult>,
): Promise<readonly BatchResult[]> {
  const { length } = ticketIds;
  if (length === 0 || length > MAX_BATCH || new Set(ticketIds).size < length) {
    throw new RangeError(`A batch has 1 to ${MAX_BATCH} tickets, each once.`);
  }
  const limited = createConcurrencyLimit(AT_ONCE);
  return Promise.all(ticketIds.map((ticketId) => limited(async () => ({ ticketId, result: await send(ticketId) }))));
}
