import { type Audience, AUDIENCES } from '@sidecard/core/wire';
import type { LogEntry, StreamHead, StreamRef } from './records.js';
import type { WebhookWork } from './webhook-records.js';

/** Returns the stream of a ticket's audience. Each buyer has their own. */
export function streamOf(audience: Audience, buyerId: string): string {
  return audience === 'buyer' ? `buyer:${buyerId}` : audience;
}

/** Between these an account of a shop moves when its permissions change. */
export const SHOP_STREAMS: readonly string[] = ['shop', 'handlers'] satisfies readonly Audience[];

/** The host's stream of a shop: its cards and replies, and what webhooks tell. It belongs to no audience. */
export const FEED_STREAM = 'feed';

/**
 * Returns the audience of a stream.
 *
 * @throws {TypeError} for a name that {@link streamOf} does not return
 */
export function audienceOf(stream: string): Audience {
  if (stream.startsWith('buyer:')) return 'buyer';
  const audience = AUDIENCES.find((one) => one === stream);
  if (!audience) throw new TypeError(`Unknown stream "${stream}".`);
  return audience;
}

/** An address of webhooks with something to do, now or later. */
interface WaitingWebhook {
  readonly merchantId: string;
  /** Whether the log of the feed has lines that it has not read. */
  readonly behind: boolean;
  readonly nextAtMs: number;
  /** When its lease or pause ends. */
  readonly notBeforeMs: number;
}

/** Sums up what there is to do for webhooks. */
export function webhookWorkOf(waiting: readonly WaitingWebhook[], nowMs: number): WebhookWork {
  const times = waiting.map(({ merchantId, behind, nextAtMs, notBeforeMs }) => {
    return { merchantId, atMs: Math.max(notBeforeMs, behind ? 0 : nextAtMs) };
  });
  const due = times.filter(({ atMs }) => atMs <= nowMs).map(({ merchantId }) => merchantId);
  const next = Math.min(...times.map(({ atMs }) => atMs).filter((atMs) => atMs > nowMs));
  return { merchantIds: [...new Set(due)], nextAtMs: Number.isFinite(next) ? next : undefined };
}

/** Formats a position in a stream for clients. */
export function cursorOf({ epoch, seq }: Pick<StreamHead, 'epoch' | 'seq'>): string {
  return `${epoch}.${seq}`;
}

/** Parses a cursor. A malformed one gets an epoch that no stream has. */
export function parseCursor(cursor: string): Pick<StreamHead, 'epoch' | 'seq'> {
  const match = /^(.{1,128})\.(\d{1,15})$/.exec(cursor);
  return match ? { epoch: match[1] ?? '', seq: Number(match[2]) } : { epoch: '', seq: 0 };
}

/** Groups the lines of a commit by stream, in the order in which every commit locks streams, to avoid deadlocks. */
export function byStream(
  entries: readonly LogEntry[],
): readonly (StreamRef & { readonly lines: readonly LogEntry[] })[] {
  const streams = new Map<string, StreamRef & { readonly lines: LogEntry[] }>();
  for (const entry of entries) {
    const { merchantId, stream } = entry;
    const name = JSON.stringify([merchantId, stream]);
    const known = streams.get(name) ?? { merchantId, stream, lines: [] };
    streams.set(name, known);
    known.lines.push(entry);
  }
  return [...streams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stream]) => stream);
}
