import { newsFor } from '@sidecard/core/changes';
import type { HistoryView, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { BackgroundWords } from '../locales/background-catalogue.js';
import { format } from '../locales/message.js';
import { lastSeen, markSeen } from '../ticket/mark-seen.js';
import type { ViewModel } from '../ticket/view-model.js';
import type { Section } from './section.js';

/** Number of entries shown; the history has the others. */
const SHOWN = 4;

/** What the news need of the panel. */
export interface NewsHandlers {
  readonly onRead: () => void;
  /** Handed over, because to share it would split the panel's first chunk. */
  readonly linesOf: (entries: readonly HistoryView[]) => TemplateResult;
}

/** What has happened to a ticket since its reader last looked at it, or answered. */
export class News {
  readonly #redraw: () => void;
  #looked: TicketView | undefined;
  #reading: Promise<void> | undefined;
  /** Id of the last entry that is not new; `undefined` until it is known. */
  #known: string | undefined;
  #shown: readonly HistoryView[] = [];

  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  /** The reader looks at the ticket. What they knew before is read before it is replaced. */
  look({ client, view }: ViewModel): void {
    if (this.#looked === view) return;
    this.#looked = view;
    this.#reading ??= lastSeen(client, view.id).then((entry) => {
      this.#known = entry ?? view.history.at(-1)?.id;
      this.#redraw();
    });
    void this.#reading.then(() => markSeen(client, view));
  }

  /** The reader has read the news. */
  read({ history }: TicketView): void {
    this.#known = history.at(-1)?.id;
    this.#shown = [];
    this.#redraw();
  }

  /** @param held - nothing appears and nothing goes now, because it would move what is typed below */
  section(
    { view, texts, session }: ViewModel<BackgroundWords>,
    held: boolean,
    { onRead, linesOf }: NewsHandlers,
  ): Section | undefined {
    if (!held && this.#known !== undefined) this.#shown = newsFor(view.history, this.#known, session?.accountId);
    const entries = this.#shown;
    if (entries.length === 0) return undefined;
    const { title, count, read, more } = texts.news;
    return {
      key: 'news',
      icon: 'info',
      stays: true,
      title,
      sum: format(count, { count: entries.length }),
      end: html`<button class="btn quiet small" type="button" data-act="read-news" @click=${onRead}>${read}</button>`,
      body: html`${linesOf(entries.slice(0, SHOWN))}
      ${
        entries.length > SHOWN
          ? html`<p class="s muted">${format(more, { count: entries.length - SHOWN })}</p>`
          : nothing
      }`,
    };
  }
}
