import type { Client } from '@sidecard/client';
import type { HistoryView, TicketView } from '@sidecard/core/wire';

/** The loaded history of a ticket: each projection has the latest entries, earlier ones load on request. */
export class KnownHistory {
  #entries: readonly HistoryView[] = [];
  #total = 0;
  /** The last processed entries: a panel rerenders on every key, but projections are rare. */
  #latest: readonly HistoryView[] | undefined;
  #loading = false;

  /** Oldest first. */
  get entries(): readonly HistoryView[] {
    return this.#entries;
  }

  /** Number of earlier entries that can be loaded. */
  get missing(): number {
    return Math.max(0, this.#total - this.#entries.length);
  }

  /** Adds the entries of a projection. */
  follow({ history, earlierEntries = 0 }: TicketView): void {
    if (history === this.#latest) return;
    this.#latest = history;
    const known = new Set(this.#entries.map(({ id }) => id));
    const isContinued = history.some(({ id }) => known.has(id));
    this.#entries = isContinued ? [...this.#entries, ...history.filter(({ id }) => !known.has(id))] : history;
    this.#total = history.length + earlierEntries;
  }

  /** Loads the entries before {@link entries}, one page at a time. @returns whether that did not fail */
  async loadEarlier(client: Pick<Client, 'earlierHistory'>, ticketId: string): Promise<boolean> {
    const [first] = this.#entries;
    if (!first || this.#loading) return true;
    this.#loading = true;
    const answer = await client.earlierHistory(ticketId, first.id);
    this.#loading = false;
    // A projection without a known entry has started over.
    if (answer.ok && this.#entries[0] === first) this.#entries = [...answer.body.entries, ...this.#entries];
    return answer.ok;
  }
}
