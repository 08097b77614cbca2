import type { HistoryView, KnownEntry, TicketView } from '@sidecard/core/wire';
import { lastSeen, markSeen } from '../ticket/mark-seen.js';
import type { ViewModel } from '../ticket/view-model.js';

/** What the reader of a ticket knows of it. */
export class Reader {
  readonly #redraw: () => void;
  #looked: TicketView | undefined;
  #reading: Promise<void> | undefined;
  /** The last entry that is not new; `undefined` until it is known. */
  known: KnownEntry | undefined;
  /** The new entries that are shown. */
  news: readonly HistoryView[] = [];

  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  /** They look at the ticket. What they knew before is read before it is replaced. */
  look({ client, view }: ViewModel): void {
    if (this.#looked === view) return;
    this.#looked = view;
    this.#reading ??= lastSeen(client, view.id).then((entry) => {
      this.known = entry ?? view.history.at(-1);
      this.#redraw();
    });
    void this.#reading.then(() => markSeen(client, view));
  }

  /** They have read the news. */
  read({ history }: TicketView): void {
    // A buyer has no news.
    if (this.known) this.known = history.at(-1);
    this.news = [];
    this.#redraw();
  }
}
