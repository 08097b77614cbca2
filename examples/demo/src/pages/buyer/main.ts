import { label } from '@sidecard/core';
import { STAGE_BUYER, type ConversationInfo, type Me, type Purchases } from '../../shared/world.js';
import { openHost } from '../shared/host.js';
import { icon } from '../shared/icon.js';
import { part, readPage, textsFor } from '../shared/page.js';
import { createLog } from './log.js';
import { openRequestSheet } from './request-sheet.js';
import { BUYER_TEXTS } from './texts.js';

// The buyer's phone: a chat with the shop, and the buyer's tickets, with nothing but a buyer's token.
const page = readPage(STAGE_BUYER);
const texts = textsFor(BUYER_TEXTS, page.locale);
const { backend, relay, client } = openHost(page);

part('log-title').textContent = texts.messages;
part('ask').textContent = texts.openTicket;
const words = part('words') as HTMLInputElement;
words.placeholder = texts.write;
words.setAttribute('aria-label', texts.write);
part('say').setAttribute('aria-label', texts.send);
part('say').append(icon('send'));

const conversations = backend.read<readonly ConversationInfo[]>('/demo/conversations');

// Listen before the first `await`: the buyer may write at once.
part('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (text === '') return;
  words.value = '';
  void conversations.then(([conversation]) => conversation && relay.say(conversation.id, text));
});

/** Opens the request form with a type selected. */
async function ask(type: string | undefined): Promise<void> {
  const purchases = await backend.read<Purchases>('/demo/purchases');
  const dialog = part('sheet') as HTMLDialogElement;
  openRequestSheet({ dialog, client, purchases, type, locale: page.locale, texts });
}
part('ask').addEventListener('click', () => void ask(undefined));

// The stage opens it by URL fragment: `#ask=exchange`.
function askByAddress(): void {
  const type = new URLSearchParams(location.hash.slice(1)).get('ask');
  if (type !== null) void ask(type);
}
addEventListener('hashchange', askByAddress);
askByAddress();

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
