// An agent's chat by @tdesign-vue-next/chat, in Vue 3, which sets objects as properties: the plain elements will do.
import '@tdesign-vue-next/chat/es/style/index.css';
import { createClient, httpTransport } from '@sidecard/client';
import '@sidecard/elements';
import '@sidecard/elements/task';
import { createApp } from 'vue';
import { openChats } from '../shared/chat.js';
import App from './App.vue';

for (const chat of openChats()) {
  const client = createClient({ transport: httpTransport({ url: location.origin }), getToken: chat.getToken });
  client.cards.subscribe(({ conversationId, messageId, message }) =>
    chat.post(conversationId, messageId, { card: message }),
  );
  client.replies.subscribe(({ conversationId, messageId, text }) => chat.post(conversationId, messageId, { text }));
  createApp(App, { chat, client }).mount(chat.root);
}
