import { newsFor } from '@sidecard/core/changes';
import type { HistoryView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { BackgroundWords } from '../locales/background-catalogue.js';
import { format } from '../locales/message.js';
import type { ViewModel } from '../ticket/view-model.js';
import type { Reader } from './reader.js';
import type { Section } from './section.js';

/** Number of entries shown; the history has the others. */
const SHOWN = 4;

/** What the news need of the panel. */
export interface NewsHandlers {
  readonly onRead: () => void;
  /** Draws entries as the history does. */
  readonly linesOf: (entries: readonly HistoryView[]) => TemplateResult;
}

/**
 * What has happened to a ticket since its reader last looked at it, or answered.
 *
 * @param held - nothing appears and nothing goes now, because it would move what is typed below
 */
export function newsSection(
  { view, texts, session }: ViewModel<BackgroundWords>,
  reader: Reader,
  held: boolean,
  { onRead, linesOf }: NewsHandlers,
): Section | undefined {
  if (!held && reader.known !== undefined) reader.news = newsFor(view.history, reader.known, session);
  const entries = reader.news;
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
      entries.length > SHOWN ? html`<p class="s muted">${format(more, { count: entries.length - SHOWN })}</p>` : nothing
    }`,
  };
}
