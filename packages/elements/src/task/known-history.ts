import type { HistoryView, TicketView } from '@sidecard/core/wire';

/** The entries of one ticket's history that a panel has: the latest come with each projection, earlier ones when they are asked for. */
export class KnownHistory {
  #entries: readonly HistoryView[] = [];
  #total = 0;
  /** What was taken in last: a panel is drawn with every letter, and a projection comes seldom. */
  #latest: readonly HistoryView[] | undefined;

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
    if (history === this.#latest) return;
    this.#latest = history;
    const known = new Set(this.#entries.map(({ id }) => id));
    const isContinued = history.some(({ id }) => known.has(id));
    this.#entries = isContinued ? [...this.#entries, ...history.filter(({ id }) => !known.has(id))] : history;
    this.#total = history.length + earlierEntries;
  }

  /** Takes in a page of what came before an entry, unless that is no longer the first of {@link entries}. */
  prepend(page: readonly HistoryView[], before: HistoryView): void {
    if (this.#entries[0] === before) this.#entries = [...page, ...this.#entries];
  }
}
