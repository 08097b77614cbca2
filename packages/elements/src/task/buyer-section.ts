import type { TicketListState } from '@sidecard/client';
import { otherTickets } from '@sidecard/core/changes';
import type { OtherTicket, TicketSummary } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { BackgroundWords } from '../locales/background-catalogue.js';
import { formatAmount, formatDate } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { type ViewModel, typeName } from '../ticket/view-model.js';
import type { Section } from './section.js';
import type { statusStyle } from './status-style.js';

/** Number of tickets shown initially, if no more are about the order. */
const SHOWN = 3;

/** What the section needs of the panel. */
export interface BuyerHandlers {
  readonly onOpen: (ticketId: string) => void;
  /** Shows and loads more. */
  readonly onAll: () => void;
  /** How the panel shows a ticket's status. */
  readonly styleOf: (row: TicketSummary) => ReturnType<typeof statusStyle>;
}

/**
 * The buyer's other tickets in this shop, each with what came of it: those that the ticket names, and at least the latest. For a buyer, those
 * of the order alone.
 *
 * @param list - the buyer's tickets, for readers that have lists
 * @param all - shows all that are loaded
 * @returns `undefined` if there is nothing to tell
 */
export function buyerSection(
  model: ViewModel<BackgroundWords>,
  list: TicketListState | undefined,
  all: boolean,
  handlers: BuyerHandlers,
): Section | undefined {
  const { texts, view, session } = model;
  const { tickets, named, total, open = 0 } = otherTickets(view, list);
  if (tickets.length === 0 && list?.status !== 'ready') return undefined;
  const shown = all ? tickets : tickets.slice(0, Math.max(SHOWN, named));
  const sum = total > 0 ? format(texts.links.count, { count: total, open }) : texts.links.none;
  return {
    key: 'buyer',
    icon: 'person',
    stays: named > 0,
    title: session?.party === 'buyer' ? texts.sections.linked : texts.sections.ofBuyer,
    sum,
    end:
      shown.length < total
        ? html`<button class="btn quiet small" type="button" data-act="more-tickets" @click=${handlers.onAll}>
            ${format(texts.links.more, { count: total })}
          </button>`
        : html`<span class="s muted">${sum}</span>`,
    body: html`${
      shown.length > 0
        ? html`<ul class="cases">
            ${shown.map((other) => line(other, model, handlers))}
          </ul>`
        : nothing
    }`,
  };
}

/** Why it is here; of one without a row, how it stands. */
function howOf({ relation, state, row }: OtherTicket, { links }: BackgroundWords): string {
  if (relation === undefined) return '';
  if (relation !== 'same-order') return links[relation];
  return row || !state ? links.sameOrder : links[state];
}

function line(
  other: OtherTicket,
  model: ViewModel<BackgroundWords>,
  { onOpen, styleOf }: BuyerHandlers,
): TemplateResult {
  const { texts, time } = model;
  const { row } = other;
  const style = row && styleOf(row);
  const outcome = row ? [outcomeOf(row, texts), formatDate(row.endedAtMs ?? row.createdAtMs, time)] : [];
  const details = [howOf(other, texts), ...outcome].filter(Boolean).join(' · ');
  return html`<li class=${style?.tone ?? ''}>
    ${icon(style?.icon ?? `type-${other.type}`)}
    <button type="button" data-act="open-ticket" @click=${() => onOpen(other.ticketId)}>
      ${format(texts.links.ticket, { type: typeName(other, model), number: other.number })}
    </button>
    ${details ? html`<span class="how" translate="no">${details}</span>` : nothing}
  </li>`;
}

/** What was paid, or how it ended, or how it stands. */
function outcomeOf({ payment, ending, displayStatus }: TicketSummary, texts: BackgroundWords): string {
  if (payment?.currency !== undefined) {
    const { key, amountMinor, currency } = payment;
    return format(texts.line[key], { amount: formatAmount({ amountMinor, currency }, texts.locale) });
  }
  return (ending && texts.line[ending]) ?? texts.statuses[displayStatus];
}
