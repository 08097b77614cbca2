import { label, type Order } from '@sidecard/core';
import { STAGE_BUYER, type ConversationInfo, type Me } from '../../shared/world.js';
import { openHost } from '../shared/host.js';
import { icon } from '../shared/icon.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { createLog } from './log.js';
import { openReturnSheet } from './return-sheet.js';
import { BUYER_TEXTS } from './texts.js';

// The buyer's phone: a chat with the shop, and a buyer's view of Sidecard's tickets in it, by a buyer's token alone.
const page = readPage(STAGE_BUYER);
const texts = textsFor(BUYER_TEXTS, page.locale);
const { backend, relay, client } = openHost(page);

part('log-title').textContent = texts.messages;
part('open-return').textContent = texts.openReturn;
const words = part('words') as HTMLInputElement;
words.placeholder = texts.write;
words.setAttribute('aria-label', texts.write);
part('say').setAttribute('aria-label', texts.send);
part('say').append(icon('send'));

const conversations = backend.read<readonly ConversationInfo[]>('/demo/conversations');

// Before anything is awaited: nobody is too early to write.
part('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (text === '') return;
  words.value = '';
  void conversations.then(([conversation]) => conversation && relay.say(conversation.id, text));
});
part('open-return').addEventListener('click', () => {
  void backend
    .read<readonly Order[]>('/demo/orders')
    .then((orders) =>
      openReturnSheet({ dialog: part('sheet') as HTMLDialogElement, client, orders, locale: page.locale, texts }),
    );
});

const [me, [conversation]] = await Promise.all([backend.read<Me>('/demo/me'), conversations]);
const shop = label(me.shop.names, page.locale);
document.title = `${texts.title(label(me.names, page.locale))} · Sidecard`;
part('shop').textContent = shop;

const log = createLog({ list: part('log'), scroller: part('scroll'), client, locale: page.locale, texts, shop });
const show = (): void => {
  const lines = relay.lines.get().filter(({ conversationId }) => conversationId === conversation?.id);
  log.show(lines, [...client.tickets.get().values()]);
};
relay.lines.listen(show);
client.tickets.subscribe(show);

let wasConnected = false;
relay.connected.subscribe((connected) => {
  part('line').textContent = wasConnected && !connected ? texts.reconnecting : '';
  wasConnected ||= connected;
});
