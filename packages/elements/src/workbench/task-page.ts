import type { TicketSummary } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { TaskOpenDetail } from '../events/events.js';
import { format } from '../locales/message.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { drawing } from './icons.js';

/** What a task's page needs. */
export interface TaskPage {
  readonly texts: WorkbenchWords;
  readonly ticketId: string;
  /** Name of the list that it was opened from. */
  readonly list: string;
  /** The loaded rows of that list. */
  readonly rows: readonly TicketSummary[];
  readonly total: number;
  /** After an answer that was sent with the key for the next task. */
  readonly onNext: () => void;
  readonly onBack: () => void;
  readonly onOpen: (ticketId: string) => void;
}

/** Renders a task: the way back to its list, its neighbours there, and the same panel as beside a chat. */
export function taskPage(page: TaskPage): TemplateResult {
  const { texts, ticketId, list, rows, total, onNext, onBack, onOpen } = page;
  const { workbench: words } = texts;
  const at = rows.findIndex((row) => row.ticketId === ticketId);
  return html`<div class="page task-page">
    <header class="toolbar narrow">
      <button
        class="btn quiet"
        type="button"
        data-act="back"
        aria-label=${format(words.back, { list })}
        @click=${onBack}
      >
        ${drawing('back')}<bdi class="cut">${list}</bdi>
      </button>
      ${
        at < 0
          ? nothing
          : html`<bdi class="s muted num place">${format(words.place, { index: at + 1, total })}</bdi>
              ${neighbour('previous', 'chevron-up', words.previous, rows[at - 1], onOpen)}
              ${neighbour('next', 'chevron-down', words.next, rows[at + 1], onOpen)}`
      }
    </header>
    <sidecard-task
      class="task"
      ticket-id=${ticketId}
      @sidecard-next=${onNext}
      @sidecard-task-open=${(event: CustomEvent<TaskOpenDetail>) => {
        // A linked ticket has an address of its own.
        event.preventDefault();
        onOpen(event.detail.ticketId);
      }}
    ></sidecard-task>
  </div>`;
}

function neighbour(
  act: string,
  icon: string,
  label: string,
  row: TicketSummary | undefined,
  onOpen: (ticketId: string) => void,
): TemplateResult {
  return html`<button
    class="btn ico"
    type="button"
    data-act=${act}
    aria-label=${label}
    title=${label}
    aria-disabled=${row ? 'false' : 'true'}
    @click=${() => row && onOpen(row.ticketId)}
  >
    ${drawing(icon)}
  </button>`;
}
