import type { TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { ConflictWords } from '../locales/conflict-catalogue.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { formatRich, type ViewModel } from '../ticket/view-model.js';

/** Handlers of the notice's buttons. */
export interface GuardHandlers {
  readonly onContinue: () => void;
  readonly onOpen: (ticketId: string) => void;
}

/** Returns why nothing is sent from a ticket of another conversation than the chat shows: for the button, and as a sentence to announce. */
export function guardWords({ texts, view }: ViewModel<ConflictWords>): {
  readonly held: string;
  readonly news: string;
} {
  const { title, help, held } = texts.guard;
  return { held, news: `${format(title, { buyer: view.order.buyer.name })}. ${help}` };
}

/**
 * Says whose ticket it is while the chat shows another conversation, and lets the user confirm, or open the ticket of that conversation.
 *
 * @param conversation - the one that the chat shows
 */
export function guardNotice(
  { texts, view }: ViewModel<ConflictWords>,
  conversation: string,
  tickets: ReadonlyMap<string, TicketView> | undefined,
  { onContinue, onOpen }: GuardHandlers,
): TemplateResult {
  const words = texts.guard;
  const buyer = view.order.buyer.name;
  const other = latestOf(conversation, tickets);
  return html`<section class="notice flat soon" data-guard tabindex="-1" aria-labelledby="guard">
    ${icon('warning')}
    <h3 id="guard">${formatRich(words.title, { buyer })}</h3>
    <p>${words.help}</p>
    <div class="row">
      <button class="btn small" type="button" data-act="go-on" @click=${onContinue}>
        <span>${formatRich(words.continue, { buyer })}</span>
      </button>
      ${
        other
          ? html`<button class="btn small" type="button" data-act="open-other" @click=${() => onOpen(other.id)}>
              ${words.open}
            </button>`
          : nothing
      }
    </div>
  </section>`;
}

/** The conversation's ticket that changed last; an open one if there is any. */
function latestOf(conversation: string, tickets: ReadonlyMap<string, TicketView> | undefined): TicketView | undefined {
  const isOver = ({ endedAtMs }: TicketView) => Number(endedAtMs !== undefined);
  return [...(tickets?.values() ?? [])]
    .filter(({ conversationId }) => conversationId === conversation)
    .sort((one, other) => isOver(one) - isOver(other) || other.updatedAtMs - one.updatedAtMs)[0];
}
