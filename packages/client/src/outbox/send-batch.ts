import { type BatchResult, MAX_BATCH, type SendCommand, type SendResult } from '../model/outbox-entry.js';
import { createConcurrencyLimit } from '../util/concurrency-limit.js';

/** How many commands of a batch are under way at once. */
const AT_ONCE = 4;

/**
 * Sends a command to several tickets.
 *
 * @param command - or a function that returns the one for a ticket
 * @param send - sends it to one
 * @returns a result for each ticket, in this order
 * @throws {RangeError} for none, for more than {@link MAX_BATCH}, or for the same ticket twice
 */
export async function sendBatch(
  ticketIds: readonly string[],
  command: SendCommand | ((ticketId: string) => SendCommand),
  send: (ticketId: string, command: SendCommand) => Promise<SendResult>,
): Promise<readonly BatchResult[]> {
  const { length } = ticketIds;
  if (length === 0 || length > MAX_BATCH || new Set(ticketIds).size < length) {
    throw new RangeError(`A batch has 1 to ${MAX_BATCH} tickets, each once.`);
  }
  const limited = createConcurrencyLimit(AT_ONCE);
  const commandOf = typeof command === 'function' ? command : () => command;
  return Promise.all(
    ticketIds.map((ticketId) => limited(async () => ({ ticketId, result: await send(ticketId, commandOf(ticketId)) }))),
  );
}
