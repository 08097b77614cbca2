import KitChat, { Bubble, type MessageProps } from '@chatui/core';
import type { Locale } from '@sidecard/core';
import { SidecardCard, SidecardConversation } from '@sidecard/react';
import { useCallback, useMemo, type ReactElement } from 'react';
import type { ConversationInfo } from '../../shared/world.js';
import type { RelayClient, RelayLine } from '../shared/relay.js';
import { CARD_TYPE, toMessages, type MessageContent } from './messages.js';
import type { AgentTexts } from './texts.js';
import { Tickets, type TicketsProps } from './tickets.js';

/** Renders a message as a bubble or as Sidecard's card. Keep its identity stable: the kit rerenders a message only when the message changes. */
function renderMessageContent({ type, content }: MessageProps): ReactElement {
  const { text = '', note, card, ticketId } = content as MessageContent;
  if (type === CARD_TYPE) {
    return <SidecardCard message={card} data-testid="agent-card" data-ticket={ticketId} />;
  }
  return (
    <div className="bubble-row">
      <Bubble content={text} />
      {note !== undefined && <span className="bubble-note">{note}</span>}
    </div>
  );
}

/** What {@link Chat} takes. */
export interface ChatProps extends Pick<TicketsProps, 'tickets' | 'onOpen'> {
  readonly conversation: ConversationInfo;
  readonly lines: readonly RelayLine[];
  readonly relay: RelayClient;
  readonly locale: Locale;
  readonly texts: AgentTexts;
  readonly me: string;
}

/** The conversation, in a chat kit. Sidecard's card is one more message type. */
export function Chat({ conversation, lines, relay, locale, texts, me, tickets, onOpen }: ChatProps): ReactElement {
  const buyer = conversation.buyer.names[locale];
  const orders = useMemo(
    () => conversation.recent.map(({ id, titles }) => ({ id, title: titles.join(texts.listSeparator) })),
    [conversation, texts],
  );
  const messages = useMemo(() => toMessages(lines, { locale, texts, me }), [lines, locale, texts, me]);
  const onSend = useCallback(
    (type: string, text: string) => {
      if (type === 'text' && text.trim() !== '') relay.say(conversation.id, text);
    },
    [relay, conversation.id],
  );
  const renderNavbar = useCallback(
    () => (
      <header className="chat-head">
        <h2>{buyer}</h2>
        {conversation.orders > 0 && <span className="muted">· {texts.orders(conversation.orders)}</span>}
        <details className="after-sales">
          <summary className="button quiet" data-testid="after-sales">
            {texts.afterSales}
          </summary>
          <SidecardConversation
            conversationId={conversation.id}
            buyerId={conversation.buyer.id}
            orders={orders}
            onInvite={({ detail }) => relay.say(detail.conversationId, detail.text)}
          />
        </details>
        <Tickets tickets={tickets} locale={locale} texts={texts} onOpen={onOpen} />
      </header>
    ),
    [buyer, conversation, texts, tickets, locale, onOpen, orders, relay],
  );
  return (
    <KitChat
      locale={locale === 'zh-CN' ? 'zh-CN' : 'en-US'}
      colorScheme={schemeOf()}
      renderNavbar={renderNavbar}
      messages={messages}
      renderMessageContent={renderMessageContent}
      placeholder={texts.reply(buyer)}
      inputOptions={{ 'aria-label': texts.reply(buyer) }}
      onSend={onSend}
    />
  );
}

function schemeOf(): 'light' | 'dark' | 'auto' {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}
