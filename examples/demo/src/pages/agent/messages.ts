import { parseCardMessage, type Locale } from '@sidecard/core';
import type { MessageProps } from '@chatui/core';
import { inLocale } from '../shared/page.js';
import type { RelayLine } from '../shared/relay.js';
import { avatarOf } from './avatar.js';
import type { AgentTexts } from './texts.js';

/** The chat kit's message type for cards. */
export const CARD_TYPE = 'sidecard';

/** Content of a message in the kit. */
export interface MessageContent {
  readonly text?: string;
  /** Shown while the message is being sent, or if sending failed. */
  readonly note?: string;
  readonly card?: unknown;
  /** The card's ticket. */
  readonly ticketId?: string;
}

/** After a pause this long, the chat shows the time again. */
const SILENCE_MS = 5 * 60_000;

/** Converts the relay's lines to the kit's messages. */
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
    // A text in braces that is not a card stays a text.
    const isCard = line.card !== undefined || parsed?.ok === true;
    const note = state === 'sending' ? texts.sending : state === 'failed' ? texts.failed : undefined;
    const content: MessageContent = isCard
      ? // Pass the envelope unchanged: the card verifies it. A buyer can type an envelope too.
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
