import type { TicketAnswer } from '@sidecard/core/wire';
import type { SidecardDatabase } from '@sidecard/server';
import { Kysely, sql } from 'kysely';
import { tokenOf } from './people.ts';
import type { Reader } from './readers.ts';
import type { Sent } from './workload.ts';

/** What was found wrong, in words. */
export type Faults = string[];

/** Compares what each reader has with what a fresh snapshot says. @param url - of a server without faults */
export async function compareViews(url: string, readers: readonly Reader[]): Promise<Faults> {
  const faults: Faults = [];
  for (const { who, tickets } of readers) {
    const waiting = [...tickets.values()];
    const compare = async () => {
      for (let view = waiting.pop(); view; view = waiting.pop()) {
        const headers = { authorization: `Bearer ${await tokenOf(who)}` };
        const { ticket } = (await (await fetch(`${url}/v1/tickets/${view.id}`, { headers })).json()) as TicketAnswer;
        if (JSON.stringify(ticket) !== JSON.stringify(view)) {
          faults.push(`${who.accountId} of ${who.merchantId} has another ${differing(view, ticket)} of ${view.id}`);
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, compare));
  }
  return faults;
}

/** Compares the database with what was sent and what was read. */
export async function compareData(database: SidecardDatabase, sent: Sent, readers: readonly Reader[]): Promise<Faults> {
  const faults: Faults = [];
  const db = new Kysely<unknown>({ dialect: database.dialect });
  const read = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(db)).rows;

  // each write that was answered is there with an event of its own, and there are no other events
  const keys = await read(sql<{ merchant: string; key: string; ticket: string; position: number }>`
    select merchant_id as merchant, key, ticket_id as ticket, event_position as position from idempotency`);
  const stored = new Map(keys.map(({ merchant, key, ticket }) => [`${merchant} ${key}`, ticket]));
  for (const [key, ticketId] of sent.done) if (stored.get(key) !== ticketId) faults.push(`lost: ${key} of ${ticketId}`);
  for (const key of stored.keys()) if (!sent.done.has(key)) faults.push(`${key} was done and not answered`);
  const places = new Set(keys.map(({ merchant, ticket, position }) => `${merchant} ${ticket} ${position}`));
  if (places.size < keys.length) faults.push(`lost: ${keys.length - places.size} events of writes that were answered`);
  const [{ events } = { events: 0 }] = await read(sql<{ events: number }>`
    select count(*)::integer as events from ticket_event`);
  if (events > keys.length) faults.push(`doubled: ${events} events of ${keys.length} writes`);

  // what each reader read is its log, line by line
  for (const { who, seqs, resets } of readers) {
    const stream = who.party === 'buyer' ? `buyer:${who.accountId}` : 'handlers';
    const name = `${who.accountId} of ${who.merchantId}`;
    const log = await read(sql<{ seq: number }>`select seq from log
      where merchant_id = ${who.merchantId} and stream = ${stream} order by seq`);
    const known = new Set(seqs);
    const lost = log.filter(({ seq }) => !known.has(seq)).length;
    if (lost > 0) faults.push(`lost: ${lost} of ${log.length} lines at ${name}, which has read up to ${seqs.at(-1)}`);
    if (known.size < seqs.length) faults.push(`doubled: ${seqs.length - known.size} lines at ${name}`);
    if (seqs.some((seq, index) => seq < (seqs[index - 1] ?? 0))) faults.push(`reordered: lines at ${name}`);
    if (resets.length > 0) faults.push(`${resets.length} resets at ${name}: ${resets[0]}`);
  }

  // the numbers of each stream have no gaps, and its counter is its last
  const broken = await read(sql<{ stream: string }>`select s.merchant_id || ' ' || s.stream as stream
    from stream s left join log l on l.merchant_id = s.merchant_id and l.stream = s.stream
    group by s.merchant_id, s.stream, s.seq having count(l.seq) <> s.seq or coalesce(max(l.seq), 0) <> s.seq`);
  for (const { stream } of broken) faults.push(`the log of ${stream} has gaps`);

  // nobody is paid twice for the same pieces
  const twice = await read(sql<{ order: string }>`select order_id as order from ticket
    where workflow not in ('closed', 'declined') group by merchant_id, order_id having count(*) > 1`);
  for (const { order } of twice) faults.push(`two cases about the same pieces of order ${order}`);
  return faults;
}

/** The members that differ. */
function differing(one: object, other: object): string {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const text = (of: object, name: string) => JSON.stringify((of as Record<string, unknown>)[name]) ?? 'nothing';
  return [...names]
    .filter((name) => text(one, name) !== text(other, name))
    .map((name) => `${name} (${text(one, name).slice(0, 200)} | ${text(other, name).slice(0, 200)})`)
    .join(', ');
}
