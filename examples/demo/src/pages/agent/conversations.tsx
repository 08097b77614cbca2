import { label, type Locale } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import type { ReactElement } from 'react';
import type { ConversationInfo } from '../../shared/world.js';
import { inLocale } from '../shared/page.js';
import type { RelayLine } from '../shared/relay.js';
import { TYPES } from '../shared/types.js';
import { shortMoment } from '../shared/words.js';
import type { AgentTexts } from './texts.js';

/** A row of the list of conversations. */
export interface ConversationRow {
  readonly info: ConversationInfo;
  readonly last: RelayLine | undefined;
  readonly unread: number;
  /** The most recently updated open ticket. Some conversations are before a sale and have none (R42). */
  readonly ticket: TicketView | undefined;
}

/** What {@link Conversations} takes. */
export interface ConversationsProps {
  readonly rows: readonly ConversationRow[];
  readonly chosen: string | undefined;
  readonly locale: Locale;
  readonly texts: AgentTexts;
  readonly onChoose: (id: string) => void;
}

/** The list of conversations, most recent first. */
export function Conversations({ rows, chosen, locale, texts, onChoose }: ConversationsProps): ReactElement {
  return (
    <ul className="conversations" aria-label={texts.conversations}>
      {rows.map(({ info, last, unread, ticket }) => {
        const name = info.buyer.names[locale];
        const type = ticket && TYPES.get(ticket.type);
        const status = ticket && texts.status[ticket.displayStatus];
        return (
          <li key={info.id}>
            <button
              type="button"
              className="conversation"
              data-testid="conversation"
              data-conversation={info.id}
              aria-current={info.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(info.id)}
            >
              <span className="letter" aria-hidden="true">
                {[...name][0]}
              </span>
              <span className="upper">
                <b>{name}</b>
                <time className="number">{last ? shortMoment(last.atMs, locale, Date.now()) : ''}</time>
              </span>
              <span className="lower">
                <span className="excerpt">
                  {ticket && status !== undefined
                    ? `${status} · ${type ? label(type.labels, locale) : ticket.type}`
                    : excerptOf(last, locale, texts)}
                </span>
                {unread > 0 && (
                  <span className="badge number">
                    <span aria-hidden="true">{unread}</span>
                    <span className="visually-hidden">{texts.unread(unread)}</span>
                  </span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function excerptOf(last: RelayLine | undefined, locale: Locale, texts: AgentTexts): string {
  if (!last) return '';
  return last.card === undefined ? inLocale(last.text ?? '', locale) : texts.card;
}
