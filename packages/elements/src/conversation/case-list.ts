import type { TicketSummary } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import { formatBy, type TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { ConversationWords } from '../locales/conversation-catalogue.js';
import { sideOf, statusStyle } from '../task/status-style.js';
import { icon } from '../theme/icons.js';
import { typeName } from '../ticket/view-model.js';

/** What a list of cases needs besides them. */
export interface CaseListContext {
  readonly texts: ConversationWords;
  readonly time: TimeOptions;
  readonly party: string | undefined;
  readonly onOpen: (ticketId: string, opener: HTMLElement) => void;
}

/** Renders cases, each as a button that opens its task. */
export function caseList(
  cases: readonly TicketSummary[],
  { texts, time, party, onOpen }: CaseListContext,
): TemplateResult {
  return html`<ul class="cases">
    ${cases.map((ticket) => {
      const { ticketId, number, type, displayStatus, moveOf, deadline, endedAtMs } = ticket;
      const name = typeName(ticket, { texts });
      const style = statusStyle(displayStatus, moveOf, sideOf(party));
      const due = endedAtMs === undefined && deadline ? formatBy(deadline.dueAtMs, time) : '';
      return html`<li>
        <button
          class="case ${style.tone}"
          type="button"
          data-ticket=${ticketId}
          @click=${({ currentTarget }: Event) => onOpen(ticketId, currentTarget as HTMLElement)}
        >
          <span class="tile">${icon(`type-${type}`)}</span>
          <span class="cut"
            ><span class="vh">${texts.viewTask}: </span>${name}<span class="vh"
              >, ${format(texts.panel.number, { number })},
            </span></span
          >
          <span class="status" translate="no">${icon(style.icon)}${texts.statuses[displayStatus]}</span>
          <span class="s muted by">${due}</span>
        </button>
      </li>`;
    })}
  </ul>`;
}
