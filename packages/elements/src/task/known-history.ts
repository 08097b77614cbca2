import type { Client } from '@sidecard/client';
import type { HistoryView, TicketView } from '@sidecard/core/wire';

/** The loaded history of a ticket: each projection has the latest entries and earlier case events, the others load on request. */
export class KnownHistory {
  #entries: readonly HistoryView[] = [];
  #total = 0;
  /** Id of the entry from which no entry is missing. */
  #completeFrom: string | undefined;
  /** The last processed entries: a panel rerenders on every key, but projections are rare. */
  #latest: readonly HistoryView[] | undefined;
  #loading = false;

  /** Oldest first. */
  get entries(): readonly HistoryView[] {
    return this.#entries;
  }

  /** Number of entries that can be loaded. */
  get missing(): number {
    return Math.max(0, this.#total - this.#entries.length);
  }

  /** Adds the entries of a projection. */
  follow({ history, earlierEntries = 0, completeFrom = history[0]?.id }: TicketView): void {
    if (history === this.#latest) return;
    this.#latest = history;
    const known = new Set(this.#entries.map(({ id }) => id));
    const latest = history.slice(history.findIndex(({ id }) => id === completeFrom));
    if (latest.some(({ id }) => known.has(id))) {
      this.#entries = [...this.#entries, ...latest.filter(({ id }) => !known.has(id))];
    } else {
      this.#entries = history;
      this.#completeFrom = completeFrom;
    }
    this.#total = history.length + earlierEntries;
  }

  /** Loads missing entries, one page at a time, latest page first. @returns whether that did not fail */
  async loadEarlier(client: Pick<Client, 'earlierHistory'>, ticketId: string): Promise<boolean> {
    const from = this.#completeFrom;
    if (from === undefined || this.#loading) return true;
    this.#loading = true;
    const answer = await client.earlierHistory(ticketId, from);
    this.#loading = false;
    // A projection without a known entry has started over.
    if (answer.ok && this.#completeFrom === from) {
      const { entries } = answer.body;
      const loaded = new Set(entries.map(({ id }) => id));
      const index = this.#entries.findIndex(({ id }) => id === from);
      const before = this.#entries.slice(0, index).filter(({ id }) => !loaded.has(id));
      this.#entries = [...before, ...entries, ...this.#entries.slice(index)];
      this.#completeFrom = entries[0]?.id ?? from;
    }
    return answer.ok;
  }
}
