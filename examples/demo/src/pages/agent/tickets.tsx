import { label, type Locale } from '@sidecard/core';
import { isOpen, type TicketView } from '@sidecard/core/wire';
import type { ReactElement } from 'react';
import { TYPES } from '../shared/types.js';
import type { AgentTexts } from './texts.js';

/** What {@link Tickets} takes. */
export interface TicketsProps {
  readonly tickets: readonly TicketView[];
  readonly locale: Locale;
  readonly texts: AgentTexts;
  /** Opens the ticket's panel. */
  readonly onOpen: (ticketId: string, opener: HTMLElement) => void;
}

/** Lists the tickets of a conversation, newest first, including types without cards (R4). */
export function Tickets({ tickets, locale, texts, onOpen }: TicketsProps): ReactElement | null {
  if (tickets.length === 0) return null;
  return (
    <ul className="tickets" aria-label={texts.tickets}>
      {tickets.map(({ id, type: key, number, displayStatus, workflow }) => {
        const type = TYPES.get(key);
        const what = `${type ? label(type.labels, locale) : key} · ${texts.status[displayStatus]}`;
        return (
          <li key={id}>
            <button
              type="button"
              className={isOpen(workflow) ? '' : 'over'}
              data-testid="ticket"
              data-ticket={id}
              title={texts.open(what, number)}
              onClick={({ currentTarget }) => onOpen(id, currentTarget)}
            >
              {what}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
