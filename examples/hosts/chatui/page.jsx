// An agent's chat by @chatui/core, in React 18, which sets no objects on elements: @sidecard/react does.
import '@chatui/core/dist/index.css';
import './page.css';
import KitChat, { Bubble } from '@chatui/core';
import { createClient, httpTransport } from '@sidecard/client';
import { besidePanel } from '@sidecard/elements';
import { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { openChats } from '../shared/chat.js';

function Chat({ chat, client }) {
  const messages = useSyncExternalStore(chat.subscribe, chat.messages);
  const [task, setTask] = useState();
  const column = useRef(null);
  useEffect(() => besidePanel(column.current), []);
  const showInColumn = (event) => {
    event.preventDefault();
    setTask(event.detail.ticketId);
  };
  return (
    <SidecardProvider client={client} conversation={chat.id} onTaskOpen={chat.column ? showInColumn : undefined}>
      <div className="chat" ref={column}>
        <KitChat
          locale="en-US"
          navbar={{ title: 'Ada' }}
          messages={messages.map(toKit)}
          renderMessageContent={drawMessage}
          placeholder="Message Ada"
          onSend={(type, text) => chat.say(text)}
        />
      </div>
      {chat.column && (
        <aside className="column">
          <SidecardTask placement="inline" ticketId={task} />
        </aside>
      )}
    </SidecardProvider>
  );
}

const toKit = ({ id, mine, text, card }) => ({
  _id: id,
  type: card ? 'card' : 'text',
  content: card ? { card } : { text },
  position: mine && !card ? 'right' : 'left',
});

const drawMessage = ({ type, content }) =>
  type === 'card' ? <SidecardCard message={content.card} /> : <Bubble content={content.text} />;

for (const chat of openChats()) {
  const client = createClient({ transport: httpTransport({ url: location.origin }), getToken: chat.getToken });
  client.cards.subscribe(({ conversationId, messageId, message }) =>
    chat.post(conversationId, messageId, { card: message }),
  );
  client.replies.subscribe(({ conversationId, messageId, text }) => chat.post(conversationId, messageId, { text }));
  createRoot(chat.root).render(<Chat chat={chat} client={client} />);
}
