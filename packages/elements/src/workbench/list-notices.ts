import type { TicketListState } from '@sidecard/client';
import { html, nothing, type TemplateResult } from 'lit';
import { formatRich } from '../ticket/view-model.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { drawing } from './icons.js';

/** A command of the list that was refused. */
export interface ListRefusal {
  readonly ticketId: string;
  readonly buyer: string;
  readonly order: string;
  readonly text: string;
}

/** What the notices need. */
export interface ListNotices {
  readonly texts: WorkbenchWords;
  readonly state: TicketListState;
  readonly refusal: ListRefusal | undefined;
  readonly onOpen: (ticketId: string) => void;
  readonly onDismiss: () => void;
  readonly onRetry: () => void;
}

/** Notices above the rows: they could not be loaded again, and what was refused. */
export function listNotices({ texts, state, refusal, onOpen, onDismiss, onRetry }: ListNotices): TemplateResult {
  const { list } = texts;
  return html`${
    state.status === 'failed' && state.rows.length > 0
      ? html`<div class="notice flat" role="status" data-stale>
          ${drawing('offline')}
          <p>${list.notReloaded}</p>
          <div class="row"><button class="btn small" type="button" @click=${onRetry}>${texts.state.retry}</button></div>
        </div>`
      : nothing
  }
  ${
    refusal
      ? html`<div class="notice flat urgent" data-refusal>
          ${drawing('warning')}
          <p><b>${formatRich(list.row, refusal)}</b><br />${refusal.text}</p>
          <div class="row">
            <button class="btn small" type="button" @click=${() => onOpen(refusal.ticketId)}>${texts.viewTask}</button>
            <button class="btn quiet small" type="button" @click=${onDismiss}>${list.dismiss}</button>
          </div>
        </div>`
      : nothing
  }`;
}
