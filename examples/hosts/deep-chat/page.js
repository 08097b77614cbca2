// An agent's chat by deep-chat, a web component without a framework. Its messages are strings of HTML, in its shadow root.
import 'deep-chat';
import { createClient, httpTransport } from '@sidecard/client';
import { besidePanel } from '@sidecard/elements';
import '@sidecard/elements/task';
import { openChats } from '../shared/chat.js';

function draw(chat, client) {
  const provider = document.createElement('sidecard-provider');
  Object.assign(provider, { client, conversation: chat.id });
  const column = Object.assign(document.createElement('div'), { className: 'chat' });
  const kit = document.createElement('deep-chat');
  column.append(kit);
  provider.append(column);
  if (chat.column) addColumn(provider);

  const toKit = ({ id, mine, text, card }) =>
    card
      ? { role: 'ai', html: `<sidecard-card data-id="${encodeURIComponent(id)}"></sidecard-card>` }
      : { role: mine ? 'user' : 'ai', text };
  let rendered = false;
  /** Ids of the messages in the kit, and how often something was typed that the kit has shown already. */
  let shown = [];
  const typed = new Map();
  const show = (messages) => {
    const more = messages.slice(shown.length);
    if (shown.some((id, index) => id !== messages[index]?.id)) kit.history = messages.map(toKit);
    else
      for (const message of more) {
        const count = message.mine && typed.get(message.text);
        if (count) typed.set(message.text, count - 1);
        else kit.addMessage(toKit(message));
      }
    shown = messages.map(({ id }) => id);
  };
  Object.assign(kit, {
    chatStyle: { width: '100%', height: '100%', border: 'none' },
    // The card is its own bubble.
    messageStyles: { html: { shared: { bubble: { backgroundColor: 'unset', padding: '0', maxWidth: '100%' } } } },
    textInput: { placeholder: { text: 'Message Ada' } },
    connect: {
      websocket: true,
      handler(_, signals) {
        signals.onOpen();
        signals.newUserMessage.listener = ({ messages: [{ text }] }) => {
          typed.set(text, (typed.get(text) ?? 0) + 1);
          chat.say(text);
        };
      },
    },
    onComponentRender() {
      if (rendered) return;
      rendered = true;
      // A string has no properties: each card that the kit draws gets its message here.
      new MutationObserver(() => {
        for (const card of kit.shadowRoot.querySelectorAll('sidecard-card')) {
          const id = decodeURIComponent(card.dataset.id);
          card.message ??= chat.messages().find((message) => message.id === id)?.card;
        }
      }).observe(kit.shadowRoot, { childList: true, subtree: true });
      chat.subscribe(show);
      show(chat.messages());
    },
  });
  chat.root.append(provider);
  besidePanel(column);
}

function addColumn(provider) {
  const task = Object.assign(document.createElement('sidecard-task'), { placement: 'inline' });
  const column = Object.assign(document.createElement('aside'), { className: 'column' });
  column.append(task);
  provider.append(column);
  provider.addEventListener('sidecard-task-open', (event) => {
    event.preventDefault();
    task.ticketId = event.detail.ticketId;
  });
}

for (const chat of openChats()) {
  const client = createClient({ transport: httpTransport({ url: location.origin }), getToken: chat.getToken });
  client.cards.subscribe(({ conversationId, messageId, message }) =>
    chat.post(conversationId, messageId, { card: message }),
  );
  client.replies.subscribe(({ conversationId, messageId, text }) => chat.post(conversationId, messageId, { text }));
  draw(chat, client);
}
