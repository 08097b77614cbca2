import { isDeepStrictEqual } from 'node:util';
import type { TicketAnswer } from '@sidecard/core/wire';
import type { SidecardDatabase } from '@sidecard/server';
import { Kysely, sql } from 'kysely';
import type { FeedReader, Hosts } from './feed.ts';
import { PIECES } from './goods.ts';
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
        // A database returns members in an order of its own.
        if (!isDeepStrictEqual(ticket, view)) {
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
  const read = readerOf(database);

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
    if (isReordered(seqs)) faults.push(`reordered: lines at ${name}`);
    if (resets.length > 0) faults.push(`${resets.length} resets at ${name}: ${resets[0]}`);
  }

  // the numbers of each stream have no gaps, and its counter is its last
  const broken = await read(sql<{ stream: string }>`select s.merchant_id || ' ' || s.stream as stream
    from stream s left join log l on l.merchant_id = s.merchant_id and l.stream = s.stream
    group by s.merchant_id, s.stream, s.seq having count(l.seq) <> s.seq or coalesce(max(l.seq), 0) <> s.seq`);
  for (const { stream } of broken) faults.push(`the log of ${stream} has gaps`);

  // nobody is paid twice for the same pieces
  const twice = await read(sql<{ order: string; cases: number }>`select order_id as order, count(*)::integer as cases
    from ticket where workflow not in ('closed', 'declined') group by merchant_id, order_id having count(*) > ${PIECES}`);
  for (const { order, cases } of twice) faults.push(`${cases} cases about the ${PIECES} pieces of order ${order}`);
  return faults;
}

/** Compares what hosts were told with the log of the feed. They may be told twice, and know it by the id. */
export async function compareFeeds(
  database: SidecardDatabase,
  feeds: readonly FeedReader[],
  hosts: Hosts,
): Promise<Faults> {
  const faults: Faults = [];
  const read = readerOf(database);
  for (const { shop, ids, refused } of feeds) {
    const log = await read(sql<{ seq: number; frame: string; post: string | null; open: boolean }>`
      select l.seq, l.frame, l.message_id as post, d.id is not null as open
      from log l left join delivery d on d.merchant_id = l.merchant_id and d.id = l.message_id and d.state = 'open'
      where l.merchant_id = ${shop} and l.stream = 'feed' order by l.seq`);

    // what is still to be posted was read from the feed, once and in order
    const known = new Set(ids);
    const posts = log.flatMap(({ post, open }) => (post && open ? post : []));
    const unread = posts.filter((id) => !known.has(id)).length;
    if (unread > 0) faults.push(`lost: ${unread} of ${posts.length} posts of ${shop}`);
    if (known.size < ids.length) faults.push(`doubled: ${ids.length - known.size} posts of ${shop}`);
    const places = new Map(log.map(({ post, seq }) => [post, seq]));
    if (isReordered(ids.map((id) => places.get(id) ?? 0))) faults.push(`reordered: posts of ${shop}`);
    if (refused[0] !== undefined) faults.push(`the feed of ${shop} was refused: ${refused[0]}`);

    // every event was told, and those of a ticket in order
    const told = new Map<number, string>();
    for (const { id, ticketId } of hosts.told.get(shop) ?? []) {
      const seq = Number(id.slice(id.lastIndexOf('_') + 1));
      if (!told.has(seq)) told.set(seq, ticketId);
    }
    const untold = log.filter(({ seq, frame, open }) => (frame === 'event' || open) && !told.has(seq)).length;
    if (untold > 0) faults.push(`lost: ${untold} of ${log.length} webhooks of ${shop}`);
    for (const ticketId of new Set(told.values())) {
      const own = [...told].flatMap(([seq, of]) => (of === ticketId ? seq : []));
      if (isReordered(own)) faults.push(`reordered: webhooks of ${ticketId} of ${shop}`);
    }
  }
  return faults;
}

const isReordered = (seqs: readonly number[]) => seqs.some((seq, index) => seq < (seqs[index - 1] ?? 0));

function readerOf({ dialect }: SidecardDatabase) {
  const db = new Kysely<unknown>({ dialect });
  return async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(db)).rows;
}

/** The members that differ. */
function differing(one: object, other: object): string {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const valueOf = (of: object, name: string) => (of as Record<string, unknown>)[name];
  const text = (of: object, name: string) => JSON.stringify(valueOf(of, name)) ?? 'nothing';
  return [...names]
    .filter((name) => !isDeepStrictEqual(valueOf(one, name), valueOf(other, name)))
    .map((name) => `${name} (${text(one, name).slice(0, 200)} | ${text(other, name).slice(0, 200)})`)
    .join(', ');
}
