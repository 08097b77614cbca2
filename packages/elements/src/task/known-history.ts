import type { HistoryView, TicketView } from '@sidecard/core/wire';

/** The entries of one ticket's history that a panel has: the latest come with each projection, earlier ones when they are asked for. */
export class KnownHistory {
  #entries: readonly HistoryView[] = [];
  #total = 0;

  /** Oldest first. */
  get entries(): readonly HistoryView[] {
    return this.#entries;
  }

  /** How many earlier entries there are to ask for. */
  get missing(): number {
    return Math.max(0, this.#total - this.#entries.length);
  }

  /** Takes in what a projection says. */
  follow({ history, earlierEntries = 0 }: TicketView): void {
    const known = new Set(this.#entries.map(({ id }) => id));
    const isContinued = history.some(({ id }) => known.has(id));
    this.#entries = isContinued ? [...this.#entries, ...history.filter(({ id }) => !known.has(id))] : history;
    this.#total = history.length + earlierEntries;
  }

  /** Takes in a page of what came before the first of {@link entries}. */
  prepend(page: readonly HistoryView[]): void {
    this.#entries = [...page, ...this.#entries];
  }
}
