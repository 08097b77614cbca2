import { KNOWS_RELATED, type TicketView } from '@sidecard/core/wire';
import type { Claims } from '../support/identity.ts';
import { tokenOf } from './people.ts';
import { wait } from './proxy.ts';

/** Somebody who follows a stream, and comes back wherever it ends. */
export class Reader {
  readonly who: Claims;
  /** Whether it knows the frame `related`, and reads an order's other tickets again when it needs them. Others are sent them. */
  readonly knowsRelated: boolean;
  readonly #urls: readonly string[];
  #next: number;
  #cursor: string | undefined;
  #stopped = false;
  #abort = new AbortController();
  #running: Promise<void> | undefined;
  /** The lines of the log that it read, as they came. */
  readonly seqs: number[] = [];
  /** The tickets as it last read them. */
  readonly tickets = new Map<string, TicketView>();
  readonly resets: string[] = [];
  connects = 0;

  constructor(who: Claims, urls: readonly string[], first: number) {
    this.who = who;
    this.#urls = urls;
    this.#next = first;
    this.knowsRelated = first % 4 < 2;
  }

  /** Starts reading. @returns when it has read where the stream is */
  async start(): Promise<void> {
    this.#running = this.#run();
    while (this.#cursor === undefined) await wait(20);
  }

  get last(): number {
    return this.seqs.at(-1) ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.connects++;
      this.#abort = new AbortController();
      await this.#read(this.#urls[this.#next++ % this.#urls.length]!).catch(() => undefined);
      if (!this.#stopped) await wait(20 + Math.random() * 100);
    }
  }

  async #read(url: string): Promise<void> {
    const cursor = this.#cursor;
    const response = await fetch(`${url}/v1/events`, {
      headers: {
        authorization: `Bearer ${await tokenOf(this.who)}`,
        accept: `text/event-stream${this.knowsRelated ? `;${KNOWS_RELATED}` : ''}`,
        ...(cursor === undefined ? {} : { 'last-event-id': cursor }),
      },
      signal: this.#abort.signal,
    });
    if (!response.ok || !response.body) return;
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.#take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  #take(frame: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
    const [event, id, data] = [field('event'), field('id'), field('data')];
    if (!event || !data) return;
    if (event === 'reset') {
      this.resets.push(data);
      this.#cursor = undefined;
      return;
    }
    if (event === 'ready') {
      this.#cursor ??= (JSON.parse(data) as { head: string }).head;
      return;
    }
    if (id !== undefined) {
      this.#cursor = id;
      this.seqs.push(Number(id.slice(id.lastIndexOf('.') + 1)));
    }
    if (event === 'ticket') {
      const { ticket } = JSON.parse(data) as { ticket: TicketView };
      this.tickets.set(ticket.id, ticket);
    } else if (event === 'related') {
      const { orderId, ticketId } = JSON.parse(data) as { orderId: string; ticketId: string };
      for (const [other, { order }] of this.tickets)
        if (order.id === orderId && other !== ticketId) this.tickets.delete(other);
    }
  }
}
