import { parseCardMessage, type Locale } from '@sidecard/core';
import type { MessageProps } from '@chatui/core';
import { inLocale } from '../shared/page.js';
import type { RelayLine } from '../shared/relay.js';
import { avatarOf } from './avatar.js';
import type { AgentTexts } from './texts.js';

/** The chat kit's message type under which a card of Sidecard is drawn. */
export const CARD_TYPE = 'sidecard';

/** What the kit keeps of a message for its drawing. */
export interface MessageContent {
  readonly text?: string;
  /** Still on its way, or refused. */
  readonly note?: string;
  readonly card?: unknown;
  /** Whose card it is. */
  readonly ticketId?: string;
}

/** After a silence of so long the time is shown again. */
const SILENCE_MS = 5 * 60_000;

/** Lines of the relay, as the kit wants them. */
export function toMessages(
  lines: readonly RelayLine[],
  { locale, texts, me }: { readonly locale: Locale; readonly texts: AgentTexts; readonly me: string },
): MessageProps[] {
  return lines.map((line, index) => {
    const { id, from, text = '', atMs, state } = line;
    const before = lines[index - 1];
    const side = from?.side ?? 'shop';
    const name = from ? inLocale(from.name, locale) : me;
    const said = inLocale(text, locale);
    const envelope = line.card ?? (said.startsWith('{') ? said : undefined);
    const parsed = envelope === undefined ? undefined : parseCardMessage(envelope);
    // A text in braces that is no card is a text.
    const isCard = line.card !== undefined || parsed?.ok === true;
    const note = state === 'sending' ? texts.sending : state === 'failed' ? texts.failed : undefined;
    const content: MessageContent = isCard
      ? // As it came: the card itself finds out whether it is the platform's. A buyer can type an envelope too.
        { card: envelope, ...(parsed?.ok ? { ticketId: parsed.value.ticketId } : {}) }
      : { text: said, ...(note === undefined ? {} : { note }) };
    return {
      _id: `${side}/${id}`,
      type: isCard ? CARD_TYPE : 'text',
      content,
      position: side === 'shop' ? 'right' : 'left',
      user: { name, avatar: avatarOf(name, side), avatarAlt: '' },
      createdAt: atMs,
      hasTime: before === undefined || atMs - before.atMs > SILENCE_MS,
    };
  });
}
