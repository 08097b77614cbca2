import type { TicketListState } from '@sidecard/client';
import { html, nothing, type TemplateResult } from 'lit';
import { formatRich } from '../ticket/view-model.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import type { ListFilter } from './address.js';
import { drawing } from './icons.js';
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
  const { texts, filter, state, list, isFirstUse, onClear, onRetry } = model;
  const { empty } = texts.list;
  if (state.status === 'loading') {
    return html`<div class="skeletons">
      <span class="vh">${texts.list.loading}</span>
      ${SKELETONS.map(() => html`<div class="line"><span class="skel thumb"></span><span class="skel"></span><span class="skel short"></span></div>`)}
    </div>`;
  }
  if (state.status === 'failed') {
    return notice(
      'offline',
      texts.list.failed,
      nothing,
      html`<button class="btn" type="button" @click=${onRetry}>${texts.state.retry}</button>`,
    );
  }
  if (state.status === 'not-found') return notice('lock', texts.list.denied, nothing, nothing);
  const clear = html`<button class="btn" type="button" @click=${onClear}>${empty.clear}</button>`;
  if (filter.search !== undefined) {
    return notice('search', formatRich(empty.none, { text: filter.search }), empty.noneHelp, clear);
  }
  if (isFiltered(filter)) return notice('search', empty.filtered, nothing, clear);
  return isFirstUse
    ? notice('ticket', empty.first, empty.firstHelp, nothing)
    : notice('resolved', empty.done, formatRich(empty.doneHelp, { list }), nothing);
}

function notice(icon: string, title: unknown, help: unknown, action: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="empty">
    <span class="tile">${drawing(icon)}</span>
    <h3>${title}</h3>
    ${help === nothing ? nothing : html`<p>${help}</p>`}
    ${action === nothing ? nothing : html`<div class="row">${action}</div>`}
  </div>`;
}
