import type { Write } from '../http/write.js';
import { problem } from '../http/problem.js';
import type { Db } from '../services.js';

/** Who wrote, for a key is theirs alone. */
export interface Writer {
  readonly merchantId: string;
  /** Party and account. */
  readonly principal: string;
}

/** What became of a write: enough to make its answer anew. */
export interface WriteOutcome {
  readonly ticketId: string;
  readonly eventPosition: number;
  readonly messageId: string | undefined;
}

/**
 * What became of a write that was carried out before.
 *
 * @throws ProblemError `idempotency-key-reused` when the key was another request's
 */
export async function findOutcome(
  db: Db,
  { merchantId, principal }: Writer,
  write: Write,
): Promise<WriteOutcome | undefined> {
  const row = await db
    .selectFrom('idempotency')
    .select(['fingerprint', 'ticket_id', 'event_position', 'message_id'])
    .where('merchant_id', '=', merchantId)
    .where('principal', '=', principal)
    .where('key', '=', write.key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.fingerprint !== write.fingerprint) throw problem('idempotency-key-reused');
  return { ticketId: row.ticket_id, eventPosition: row.event_position, messageId: row.message_id ?? undefined };
}
