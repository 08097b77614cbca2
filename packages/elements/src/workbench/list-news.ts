import type { TicketListState } from '@sidecard/client';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { format } from '../locales/message.js';
import { type ListFilter, sameFilter } from './address.js';

/** The list that was asked for. */
interface Asked {
  readonly texts: WorkbenchWords;
  readonly list: string;
  /** The shop has never had a ticket. */
  readonly isFirstUse: boolean;
}

/** What to announce when another list, filter or search has been loaded. */
export class ListNews {
  #told: ListFilter | undefined;

  /** Returns a sentence once for each list, except for the first one: whoever opens the page reads it. */
  of(filter: ListFilter, { status, total }: TicketListState, asked: Asked): string | undefined {
    if (status === 'loading' || (this.#told && sameFilter(filter, this.#told))) return undefined;
    const isFirst = this.#told === undefined;
    this.#told = filter;
    if (isFirst) return undefined;
    const { texts, list } = asked;
    if (status === 'failed') return texts.list.failed;
    return total > 0 ? format(texts.list.found, { list, count: total }) : emptyWords(filter, asked);
  }
}

function emptyWords(filter: ListFilter, { texts, isFirstUse }: Asked): string {
  const { empty } = texts.list;
  if (filter.search !== undefined) return format(empty.none, { text: filter.search });
  return isFiltered(filter) ? empty.filtered : isFirstUse ? empty.first : empty.done;
}

/** Whether a list shows less than all that is in it. */
export function isFiltered({ type, owner, openedFromMs }: ListFilter): boolean {
  return type !== undefined || owner !== undefined || openedFromMs !== undefined;
}
