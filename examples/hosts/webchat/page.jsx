// An agent's chat by Bot Framework Web Chat, in React 18: a card is an attachment with a content type of its own.
import ReactWebChat from 'botframework-webchat';
import { createClient, httpTransport } from '@sidecard/client';
import { besidePanel } from '@sidecard/elements';
import { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/react';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { openChats } from '../shared/chat.js';
import { createDirectLine } from './direct-line.js';

const CARD = 'application/vnd.sidecard.card';
const attachmentMiddleware = () => (next) => (props) =>
  props.attachment.contentType === CARD ? <SidecardCard message={props.attachment.content} /> : next(props);
const STYLE = { hideUploadButton: true, bubbleMaxWidth: 360, bubbleAttachmentMaxWidth: 360 };

function Chat({ chat, client }) {
  const [connection, setConnection] = useState(/** @type {ReturnType<typeof createDirectLine>} */ (undefined));
  const [task, setTask] = useState();
  const column = useRef(null);
  useEffect(() => besidePanel(column.current), []);
  // The kit never forgets a message: a conversation that is loaded again gets a new connection.
  useEffect(() => {
    let shown = Infinity;
    const show = (messages) => {
      if (messages.length < shown) setConnection(createDirectLine(chat, CARD));
      shown = messages.length;
    };
    show(chat.messages());
    return chat.subscribe(show);
  }, [chat]);
  const showInColumn = (event) => {
    event.preventDefault();
    setTask(event.detail.ticketId);
  };
  return (
    <SidecardProvider client={client} conversation={chat.id} onTaskOpen={chat.column ? showInColumn : undefined}>
      <div className="chat" ref={column}>
        {connection && (
          <ReactWebChat
            key={connection.id}
            directLine={connection}
            userID="agent"
            locale="en-US"
            styleOptions={STYLE}
            attachmentMiddleware={attachmentMiddleware}
          />
        )}
      </div>
      {chat.column && (
        <aside className="column">
          <SidecardTask placement="inline" ticketId={task} />
        </aside>
      )}
    </SidecardProvider>
  );
}

for (const chat of openChats()) {
  const client = createClient({ transport: httpTransport({ url: location.origin }), getToken: chat.getToken });
  client.cards.subscribe(({ conversationId, messageId, message }) =>
    chat.post(conversationId, messageId, { card: message }),
  );
  client.replies.subscribe(({ conversationId, messageId, text }) => chat.post(conversationId, messageId, { text }));
  createRoot(chat.root).render(<Chat chat={chat} client={client} />);
}
