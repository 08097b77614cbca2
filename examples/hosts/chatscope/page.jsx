// An agent's chat by @chatscope/chat-ui-kit-react, in React 19, which sets objects as properties: the plain elements will do.
import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css';
import './page.css';
import {
  ChatContainer,
  ConversationHeader,
  MainContainer,
  Message,
  MessageInput,
  MessageList,
  Sidebar,
} from '@chatscope/chat-ui-kit-react';
import { createClient, httpTransport } from '@sidecard/client';
import { besidePanel } from '@sidecard/elements';
import '@sidecard/elements/task';
import { useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { openChats } from '../shared/chat.js';

function Chat({ chat, client }) {
  const messages = useSyncExternalStore(chat.subscribe, chat.messages);
  const [task, setTask] = useState();
  const showInColumn = (event) => {
    event.preventDefault();
    setTask(event.detail.ticketId);
  };
  return (
    <sidecard-provider
      client={client}
      conversation={chat.id}
      onsidecard-task-open={chat.column ? showInColumn : undefined}
    >
      <div className="chat" ref={besidePanel}>
        <MainContainer>
          <ChatContainer>
            <ConversationHeader>
              <ConversationHeader.Content userName="Ada" />
            </ConversationHeader>
            <MessageList>
              {messages.map((message) => (
                <Message key={message.id} model={modelOf(message)}>
                  {message.card ? (
                    <Message.CustomContent>
                      <sidecard-card message={message.card} />
                    </Message.CustomContent>
                  ) : (
                    // Not `model.message`, which the kit takes for HTML.
                    <Message.TextContent text={message.text} />
                  )}
                </Message>
              ))}
            </MessageList>
            <MessageInput
              attachButton={false}
              placeholder="Message Ada"
              onSend={(_html, _content, text) => chat.say(text)}
            />
          </ChatContainer>
          {chat.column && (
            <Sidebar position="right">
              <sidecard-task placement="inline" ticket-id={task} />
            </Sidebar>
          )}
        </MainContainer>
      </div>
    </sidecard-provider>
  );
}

const modelOf = ({ mine, card }) => ({
  direction: mine && !card ? 'outgoing' : 'incoming',
  position: 'single',
  type: card ? 'custom' : 'text',
});

for (const chat of openChats()) {
  const client = createClient({ transport: httpTransport({ url: location.origin }), getToken: chat.getToken });
  client.cards.subscribe(({ conversationId, messageId, message }) =>
    chat.post(conversationId, messageId, { card: message }),
  );
  client.replies.subscribe(({ conversationId, messageId, text }) => chat.post(conversationId, messageId, { text }));
  createRoot(chat.root).render(<Chat chat={chat} client={client} />);
}
