import type { TicketListState } from '@sidecard/client';
import { html, nothing, type TemplateResult } from 'lit';
import { formatRich } from '../ticket/view-model.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import type { ListFilter } from './address.js';
import { failedNotice, notice, noticeButton } from './notice.js';
import { isFiltered } from './list-news.js';

/** What a list without rows needs to say why. */
export interface EmptyList {
  readonly texts: WorkbenchWords;
  readonly filter: ListFilter;
  readonly state: TicketListState;
  /** Name of the list. */
  readonly list: string;
  /** The shop has never had a ticket. */
  readonly isFirstUse: boolean;
  readonly onClear: () => void;
  readonly onRetry: () => void;
}

const SKELETONS = [0, 1, 2, 3, 4, 5];

/** Says why there are no rows: they load, they failed to load, the account may not read them, there is nothing to do, or nothing matches. */
export function emptyList(model: EmptyList): TemplateResult {
  const { texts, filter, state, list, isFirstUse, onClear } = model;
  const { empty } = texts.list;
  if (state.status !== 'ready') return noList(model);
  const clear = noticeButton(empty.clear, onClear);
  if (filter.search !== undefined) {
    return notice('search', formatRich(empty.none, { text: filter.search }), empty.noneHelp, clear);
  }
  if (isFiltered(filter)) return notice('search', empty.filtered, nothing, clear);
  return isFirstUse
    ? notice('ticket', empty.first, empty.firstHelp)
    : notice('resolved', empty.done, formatRich(empty.doneHelp, { list }));
}

/** Says why there is no list: it loads, it failed to load, or the account may not read it. */
export function noList({
  texts,
  state: { status },
  onRetry,
}: Pick<EmptyList, 'texts' | 'onRetry'> & { readonly state: Pick<TicketListState, 'status'> }): TemplateResult {
  if (status === 'loading') {
    return html`<div class="skeletons">
      <span class="vh">${texts.list.loading}</span>
      ${SKELETONS.map(() => html`<div class="line"><span class="skel thumb"></span><span class="skel"></span><span class="skel short"></span></div>`)}
    </div>`;
  }
  if (status === 'not-found') return notice('lock', texts.list.denied);
  return failedNotice(texts.list.failed, texts.state.retry, onRetry);
}
