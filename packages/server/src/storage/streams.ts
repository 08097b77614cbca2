import type { Audience } from '@sidecard/core';
import { sql } from 'kysely';
import type { Db } from '../services.js';
import { recordset } from './recordset.js';
import type { Tables } from './schema.js';

/** Where a stream stands. */
export interface StreamHead {
  readonly seq: number;
  readonly epoch: string;
  readonly floor: number;
}

/** A line for a stream's log; its number is given when it is written. */
export interface LogEntry {
  readonly merchantId: string;
  readonly stream: string;
  readonly frame: Tables['log']['frame'];
  readonly ticketId: string;
  readonly messageId?: string | undefined;
  readonly atMs: number;
}

/** A line as it stands in the log. */
export interface LogRow {
  readonly seq: number;
  readonly frame: Tables['log']['frame'];
  readonly ticketId: string;
  readonly messageId: string | null;
}

/** The stream that an audience of a ticket reads: each buyer has their own. */
export function streamOf(audience: Audience, buyerId: string): string {
  return audience === 'buyer' ? `buyer:${buyerId}` : audience;
}

/** The audience whose projections a stream carries. */
export function audienceOf(stream: string): Audience {
  return stream === 'shop' || stream === 'handlers' || stream === 'staff' ? stream : 'buyer';
}

/** A place in a stream, as clients know it. */
export function cursorOf({ epoch, seq }: Pick<StreamHead, 'epoch' | 'seq'>): string {
  return `${epoch}.${seq}`;
}

/** Reads a cursor; nonsense has an epoch that no stream has. */
export function parseCursor(cursor: string): Pick<StreamHead, 'epoch' | 'seq'> {
  const match = /^(.{1,128})\.(\d{1,15})$/.exec(cursor);
  return match ? { epoch: match[1] ?? '', seq: Number(match[2]) } : { epoch: '', seq: 0 };
}

/** Where a stream stands now; a stream begins when somebody first looks. */
export async function headOf(db: Db, merchantId: string, stream: string, newId: () => string): Promise<StreamHead> {
  const found = await findHead(db, merchantId, stream);
  if (found) return found;
  await db
    .insertInto('stream')
    .values({ merchant_id: merchantId, stream, seq: 0, epoch: newId(), floor_seq: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const begun = await findHead(db, merchantId, stream);
  if (!begun) throw new Error(`Stream ${stream} of merchant ${merchantId} could not be begun.`);
  return begun;
}

async function findHead(db: Db, merchantId: string, stream: string): Promise<StreamHead | undefined> {
  const row = await db
    .selectFrom('stream')
    .select(['seq', 'epoch', 'floor_seq as floor'])
    .where('merchant_id', '=', merchantId)
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row;
}

/** Epochs of a merchant's other streams, to tell a reader who was moved from one whose history is gone. */
export async function epochsOf(db: Db, merchantId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('stream').select('epoch').where('merchant_id', '=', merchantId).execute();
  return rows.map(({ epoch }) => epoch);
}

/** How far the given streams have come. */
export async function seqsOf(
  db: Db,
  streams: readonly { readonly merchantId: string; readonly stream: string }[],
): Promise<readonly { readonly merchantId: string; readonly stream: string; readonly seq: number }[]> {
  if (streams.length === 0) return [];
  const named = recordset(
    'w',
    { merchant_id: 'text', stream: 'text' },
    streams.map(({ merchantId, stream }) => ({ merchant_id: merchantId, stream })),
  );
  const { rows } = await sql<Pick<Tables['stream'], 'merchant_id' | 'stream' | 'seq'>>`
    select s.merchant_id, s.stream, s.seq
    from stream s join ${named} on s.merchant_id = w.merchant_id and s.stream = w.stream`.execute(db);
  return rows.map(({ merchant_id, stream, seq }) => ({ merchantId: merchant_id, stream, seq }));
}

/** Lines of a log after `after`, oldest first. */
export async function readLog(
  db: Db,
  merchantId: string,
  stream: string,
  after: number,
  limit: number,
): Promise<readonly LogRow[]> {
  return db
    .selectFrom('log')
    .select(['seq', 'frame', 'ticket_id as ticketId', 'message_id as messageId'])
    .where('merchant_id', '=', merchantId)
    .where('stream', '=', stream)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** The streams that were written to, and where they stand. */
export type Advanced = ReadonlyMap<string, StreamHead & { readonly merchantId: string; readonly stream: string }>;

const nameOf = (merchantId: string, stream: string) => JSON.stringify([merchantId, stream]);

/** Finds a stream among those that were written to. */
export function advancedHead(advanced: Advanced, merchantId: string, stream: string): StreamHead | undefined {
  return advanced.get(nameOf(merchantId, stream));
}

/** A stream's counter as it comes back from being written. */
export interface AdvancedRow {
  readonly merchant_id: string;
  readonly stream: string;
  readonly seq: number;
  readonly epoch: string;
  readonly floor_seq: number;
}

/** Indexes counters that were written. */
export function advancedOf(rows: readonly AdvancedRow[]): Advanced {
  return new Map(
    rows.map(({ merchant_id: merchantId, stream, seq, epoch, floor_seq: floor }) => [
      nameOf(merchantId, stream),
      { merchantId, stream, seq, epoch, floor },
    ]),
  );
}

function byStream(entries: readonly LogEntry[]): readonly (readonly LogEntry[])[] {
  const streams = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry.merchantId, entry.stream);
    const list = streams.get(name);
    if (list) list.push(entry);
    else streams.set(name, [entry]);
  }
  return [...streams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list);
}

/** How far each stream goes on by its lines, in the order in which streams are to be taken. */
export function counterRows(entries: readonly LogEntry[], newId: () => string): readonly AdvancedRow[] {
  return byStream(entries).flatMap((list) => {
    const [first] = list;
    return first
      ? { merchant_id: first.merchantId, stream: first.stream, seq: list.length, epoch: newId(), floor_seq: 0 }
      : [];
  });
}

/** Lines with how far `back` from their stream's new end they stand. */
export function logRows(entries: readonly LogEntry[]): readonly object[] {
  return byStream(entries).flatMap((list) =>
    list.map(({ merchantId, stream, frame, ticketId, messageId, atMs }, index) => ({
      merchant_id: merchantId,
      stream,
      back: list.length - index - 1,
      frame,
      ticket_id: ticketId,
      message_id: messageId ?? null,
      at_ms: atMs,
    })),
  );
}
