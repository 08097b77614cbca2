import type { TicketView } from '@sidecard/core/wire';

/**
 * The loaded tickets, by id, as a new object after each change. It copies nothing, so that a change costs the same for any number of
 * tickets: a former object shows the same tickets as the newest.
 */
export class LoadedTickets implements ReadonlyMap<string, TicketView> {
  readonly #views: ReadonlyMap<string, TicketView>;

  constructor(views: ReadonlyMap<string, TicketView>) {
    this.#views = views;
  }

  get size(): number {
    return this.#views.size;
  }

  get(ticketId: string): TicketView | undefined {
    return this.#views.get(ticketId);
  }

  has(ticketId: string): boolean {
    return this.#views.has(ticketId);
  }

  keys() {
    return this.#views.keys();
  }

  values() {
    return this.#views.values();
  }

  entries() {
    return this.#views.entries();
  }

  [Symbol.iterator]() {
    return this.#views.entries();
  }

  forEach(visit: (view: TicketView, ticketId: string, tickets: ReadonlyMap<string, TicketView>) => void): void {
    for (const [ticketId, view] of this.#views) visit(view, ticketId, this);
  }
}
