import type { TicketListState } from '@sidecard/client';
import type { TicketSummary } from '@sidecard/core/wire';
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
  readonly onAll: () => void;
  /** Handed over, because to share it would split the panel's first chunk (0.4 kB). */
  readonly styleOf: (row: TicketSummary) => ReturnType<typeof statusStyle>;
}

/** Another ticket: what the ticket itself names of it, and its row of the buyer's list. */
interface Other {
  readonly ticketId: string;
  readonly number: string;
  readonly type: string;
  readonly typeLabels?: NonNullable<TicketSummary['typeLabels']>;
  /** Why it is here, or how it stands. */
  readonly how: string;
  readonly row: TicketSummary | undefined;
}

/**
 * The buyer's other tickets in this shop: linked ones first, then the order's, then the latest, each with what came of it. For a buyer, those
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
  const rows = (list?.rows ?? []).filter(({ ticketId }) => ticketId !== view.id);
  const ofOrder = orderTickets(model, rows);
  const named = new Set(ofOrder.map(({ ticketId }) => ticketId));
  const others: readonly Other[] = [
    ...ofOrder,
    ...rows.filter(({ ticketId }) => !named.has(ticketId)).map((row) => ({ ...row, how: '', row })),
  ];
  if (others.length === 0 && list?.status !== 'ready') return undefined;
  const count = list?.more ? Math.max(others.length, list.total - 1) : others.length;
  const open = others.filter(({ row, how }) => (row ? row.endedAtMs === undefined : how === texts.links.open)).length;
  const shown = all ? others : others.slice(0, Math.max(SHOWN, ofOrder.length));
  const sum = count > 0 ? format(texts.links.count, { count, open }) : texts.links.none;
  return {
    key: 'buyer',
    icon: 'person',
    stays: ofOrder.length > 0,
    title: session?.party === 'buyer' ? texts.sections.linked : texts.sections.ofBuyer,
    sum,
    end:
      shown.length < others.length
        ? html`<button class="btn quiet small" type="button" data-act="more-tickets" @click=${handlers.onAll}>
            ${format(texts.links.more, { count: others.length })}
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

/** The tickets that the ticket itself names: linked ones, and the others of its order. */
function orderTickets({ view, texts }: ViewModel<BackgroundWords>, rows: readonly TicketSummary[]): readonly Other[] {
  const { links = [], otherCases = [] } = view;
  const rowOf = (id: string) => rows.find(({ ticketId }) => ticketId === id);
  return [
    ...links.map((link) => ({ ...link, how: texts.links[link.relation], row: rowOf(link.ticketId) })),
    ...otherCases.map((other) => {
      const row = rowOf(other.ticketId);
      return { ...other, how: row ? texts.links.sameOrder : texts.links[other.state], row };
    }),
  ];
}

function line(other: Other, model: ViewModel<BackgroundWords>, { onOpen, styleOf }: BuyerHandlers): TemplateResult {
  const { texts, time } = model;
  const { row, how } = other;
  const style = row && styleOf(row);
  const outcome = row ? [outcomeOf(row, texts), formatDate(row.endedAtMs ?? row.createdAtMs, time)] : [];
  const details = [how, ...outcome].filter(Boolean).join(' · ');
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
