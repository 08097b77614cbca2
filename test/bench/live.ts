/** The product, live: the real client, over a transport in the page that sends what a server would. */
import '@sidecard/elements';
import { type Client, createClient, memoryStorage, type Transport } from '@sidecard/client';
import type { SidecardCard } from '@sidecard/elements';
import type { Contender } from './contenders/contender.ts';
import type { Source } from './content.ts';

const SECOND_MS = 1000;
/** How many events a client that comes back can read. */
const LOG = 2000;

/** A server in the page, with as many tickets as are asked for. */
export interface LiveServer {
  readonly client: Client;
  /** Around the list. */
  readonly provider: HTMLElement;
  readonly contender: Contender;
  /** Gives a ticket its other view, in an event of the stream. @returns the version it has then */
  readonly change: (ticketId: string) => number;
  /** Makes the deadlines of all tickets end in that long, within the minute before. Call it before cards are there. */
  readonly dueIn: (ms: number) => void;
}

/** Starts it. @param source - its views become those of all tickets */
export function startLive({ views }: Source): LiveServer {
  const beganMs = performance.now();
  const startMs = Math.max(...views.map(({ updatedAtMs }) => updatedAtMs));
  const now = (): number => startMs + performance.now() - beganMs;
  /** How often each ticket has changed. */
  const changes = new Map<string, number>();
  /** What each of the last events said, as text: to read it is part of the price. */
  const log = new Map<number, string>();
  const waiting = new Set<() => void>();
  let seq = 0;
  let dueInMs: number | undefined;

  /** What an answer or an event says of a ticket. Most of it has been written before: writing is the server's part. */
  const written = views.map(({ id: _id, version: _version, deadlines, ...rest }) => {
    return { deadlines, rest: JSON.stringify(rest).slice(1) };
  });
  const textOf = (ticketId: string): string => {
    const changed = changes.get(ticketId) ?? 0;
    const { deadlines, rest } = written[changed % 2] as (typeof written)[number];
    // deadlines end at different seconds, so that all that change in a minute do not change at once
    const earlierMs = (Number(ticketId.slice(2)) % 60) * SECOND_MS;
    const theirs = deadlines.map((deadline) => {
      const dueAtMs = dueInMs === undefined ? deadline.dueAtMs : startMs + dueInMs;
      return { ...deadline, dueAtMs: dueAtMs - earlierMs };
    });
    return `{"id":"${ticketId}","version":${10 + changed},"deadlines":${JSON.stringify(theirs)},${rest}`;
  };
  const transport: Transport = {
    name: 'bench',
    async *events({ lastEventId, signal }) {
      // from the beginning: a page that measures may change a ticket before its client listens
      let next = (lastEventId ? Number(lastEventId.slice(2)) : 0) + 1;
      yield { event: 'ready', data: { head: `e.${next - 1}`, serverTimeMs: now() } };
      let onAborted = (): void => {};
      signal.addEventListener('abort', () => onAborted(), { once: true });
      while (!signal.aborted) {
        for (let text = log.get(next); text; text = log.get(++next))
          yield { id: `e.${next}`, event: 'ticket', data: JSON.parse(text) as unknown };
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          onAborted = resolve;
        });
      }
    },
    request({ path }) {
      const cursor = { epoch: 'e', seq };
      if (path.startsWith('/v1/session')) {
        const who = { party: 'merchant', accountId: 'chen', name: 'Chen Yu', merchantId: 'shop-1' };
        const permissions = ['task.handle'];
        return Promise.resolve({
          status: 200,
          body: { ...who, permissions, capabilities: [], serverTimeMs: now() },
        });
      }
      const [, ticketId] = /^\/v1\/tickets\/([^/?]+)$/.exec(path) ?? [];
      if (ticketId)
        return Promise.resolve({ status: 200, body: { ticket: JSON.parse(textOf(ticketId)) as unknown, cursor } });
      return Promise.resolve({ status: 404, body: { code: 'not-found', status: 404, title: path } });
    },
  };
  const client = createClient({ transport, storage: memoryStorage(), locale: 'en' });
  const provider = Object.assign(document.createElement('sidecard-provider'), { client });

  function change(ticketId: string): number {
    const changed = (changes.get(ticketId) ?? 0) + 1;
    changes.set(ticketId, changed);
    log.set(++seq, `{"ticket":${textOf(ticketId)}}`);
    log.delete(seq - LOG);
    for (const resolve of waiting) resolve();
    waiting.clear();
    return 10 + changed;
  }

  return {
    client,
    provider,
    change,
    dueIn: (ms) => {
      dueInMs = now() - startMs + ms;
    },
    contender: {
      create: ({ message }) => Object.assign(document.createElement('sidecard-card'), { message }),
      async update(card) {
        const { ticketId } = card as SidecardCard;
        const store = client.ticket(ticketId);
        const version = change(ticketId);
        await new Promise<void>((resolve) => {
          let stop = (): void => {};
          stop = store.subscribe(({ view }) => {
            if ((view?.version ?? 0) < version) return;
            queueMicrotask(() => stop());
            resolve();
          });
        });
        await (card as SidecardCard).updateComplete;
      },
    },
  };
}
