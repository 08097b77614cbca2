import { eventIdOf, parseEventSource } from '../deliveries/feed-events.js';
import type { LogLine } from '../storage/records.js';
import type { UnitOfWork } from '../storage/store.js';
import { FEED_STREAM } from '../storage/streams.js';
import type { Webhook, WebhookDelivery } from '../storage/webhook-records.js';

/** How many lines of the log are read at once. */
const LINES = 200;
/** With so many pending deliveries an address reads no further. The others wait in the log. */
export const MOST_PENDING = 2_000;

/** What an address has read of the log. */
export interface FannedOut {
  readonly webhook: Webhook;
  /** Whether the log may have more. */
  readonly more: boolean;
  /** How many lines are gone, which it had not read. */
  readonly missed: number;
}

/**
 * Reads what is new in the log of the feed, and stores a delivery for each event that an address gets. In the transaction that holds the
 * address's lock, so that every line is read once.
 */
export async function fanOut(
  unit: UnitOfWork,
  webhook: Webhook,
  { newId, nowMs }: { readonly newId: () => string; readonly nowMs: number },
): Promise<FannedOut> {
  const { merchantId } = webhook;
  const feed = { merchantId, stream: FEED_STREAM };
  const head = await unit.streamHead(feed, newId);
  // A log that began again, or was cut.
  const from = Math.max(Math.min(webhook.seq, head.seq), head.floor);
  const missed = Math.max(0, head.floor - webhook.seq);
  if (from >= head.seq) return { webhook: { ...webhook, seq: from }, more: false, missed };
  const lines = await unit.readLog(feed, from, LINES);
  const posts = lines.flatMap(({ frame, messageId }) => (frame === 'delivery' && messageId ? messageId : []));
  const open = new Map((await unit.openDeliveriesById(merchantId, posts)).map(({ id, kind }) => [id, kind]));
  const told = (line: LogLine) => {
    const { frame, messageId = '' } = line;
    if (frame === 'event') {
      const event = parseEventSource(messageId);
      return event && { type: event.type, source: String(event.position) };
    }
    const kind = open.get(messageId);
    return kind && { type: kind === 'card' ? ('card.ready' as const) : ('reply.ready' as const), source: messageId };
  };
  const deliveries = lines.flatMap((line): WebhookDelivery[] => {
    const what = told(line);
    if (!what || (webhook.types && !webhook.types.includes(what.type))) return [];
    const { seq, ticketId, atMs } = line;
    return [
      {
        ...{ merchantId, webhookId: webhook.id, id: eventIdOf(head.epoch, seq), seq, ticketId, ...what, atMs },
        ...{ state: 'pending', attempts: 0, nextAtMs: nowMs, sinceMs: nowMs, last: undefined },
      },
    ];
  });
  await unit.putWebhookDeliveries(merchantId, deliveries);
  const seq = lines.at(-1)?.seq ?? head.seq;
  return { webhook: { ...webhook, seq }, more: seq < head.seq, missed };
}
