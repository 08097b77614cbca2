// @ts-check
// The shop's backend in the chat. It passes messages between a buyer and the shop, as they came, and posts what Sidecard's feed has:
// no page has to be open for that.
import { component } from '@xmpp/component';
import xml from '@xmpp/xml';
import { readFeed } from '@sidecard/client/feed';
import { DOMAIN, SHOP_DOMAIN } from './prosody.mjs';

/** To buyers, the shop has one address. To the shop, each buyer has one at the shop's domain. */
export const SHOP_ADDRESS = `service@${SHOP_DOMAIN}`;
/** @param {string} buyer */
export const addressOfBuyer = (buyer) => `${buyer}@${SHOP_DOMAIN}`;

/** How long the chat may take to answer, in milliseconds. */
const ANSWER_MS = 15_000;
const CHAT_STATES = 'http://jabber.org/protocol/chatstates';
/** What is passed on of a message, by name and namespace. */
const PASSED = [
  ['body', undefined],
  ['card', 'urn:sidecard:card'],
  ...['active', 'composing', 'paused', 'inactive', 'gone'].map((state) => [state, CHAT_STATES]),
];

/**
 * @param {object} options
 * @param {number} options.componentPort
 * @param {string} options.secret
 * @param {string} options.agent - who serves the shop's buyers
 * @param {readonly string[]} options.buyers
 * @param {string} options.sidecardUrl
 * @param {() => Promise<string>} options.token - of the party `messenger`
 */
export async function startBackend({ componentPort, secret, agent, buyers, sidecardUrl, token }) {
  const chat = component({ service: `xmpp://127.0.0.1:${componentPort}`, domain: SHOP_DOMAIN, password: secret });
  chat.on('error', (error) => console.error(`The chat's backend: ${error.message}`));
  const agentAddress = `${agent}@${DOMAIN}`;

  chat.on('stanza', (stanza) => {
    if (!stanza.is('message') || stanza.attrs.type === 'error') return;
    const [sender] = String(stanza.attrs.from).split('/');
    const [user = ''] = String(stanza.attrs.to).split('@');
    if (sender === agentAddress && buyers.includes(user)) pass(stanza, SHOP_ADDRESS, `${user}@${DOMAIN}`);
    const buyer = buyers.find((name) => sender === `${name}@${DOMAIN}`);
    if (buyer !== undefined && user === 'service') pass(stanza, addressOfBuyer(buyer), agentAddress);
  });

  /**
   * Passes on what was written, and only that: an element that replaces or withdraws another message must not reach one of the shop's. The id
   * is one that no card or answer has.
   *
   * @param {import('@xmpp/xml').Element} stanza @param {string} from @param {string} to
   */
  function pass(stanza, from, to) {
    const children = PASSED.flatMap(([name, xmlns]) => stanza.getChild(name, xmlns) ?? []);
    if (children.length === 0) return;
    const id = stanza.attrs.id === undefined ? {} : { id: `chat-${stanza.attrs.id}` };
    chat.send(xml('message', { ...id, type: 'chat', from, to }, ...children)).catch(report);
  }

  /** To both sides, under one id: a client shows a message once that comes again. @param {import('@sidecard/client/feed').OpenPost} post */
  async function deliver(post) {
    const buyer = post.conversationId;
    const text = post.kind === 'card' ? post.message.text : post.text;
    const rest =
      post.kind === 'card'
        ? [cardElement(post.message)]
        : // The shop's answer lies in the agent's conversation with the buyer, but the buyer has not said it.
          [xml('answer', { xmlns: 'urn:sidecard:answer' })];
    const id = post.messageId;
    await chat.send(messageOf({ id, from: addressOfBuyer(buyer), to: agentAddress, text }, ...rest));
    await chat.send(messageOf({ id, from: SHOP_ADDRESS, to: `${buyer}@${DOMAIN}`, text }, ...rest));
    // Sent is not received: the chat answers this after it has handled what came before.
    await chat.iqCaller.request(
      xml('iq', { type: 'get', to: DOMAIN, from: SHOP_ADDRESS }, xml('ping', { xmlns: 'urn:xmpp:ping' })),
      ANSWER_MS,
    );
  }

  await chat.start();
  const end = new AbortController();
  const feeding = (async () => {
    for await (const post of readFeed({ url: sidecardUrl, token, signal: end.signal })) {
      try {
        await deliver(post);
        await post.done();
      } catch (error) {
        // It comes again.
        if (!end.signal.aborted) report(error);
      }
    }
  })().catch(report);

  return {
    async stop() {
      end.abort();
      await feeding;
      await chat.stop();
    },
  };
}

/**
 * A chat message with a plain body, which every client shows, and whatever else it has.
 *
 * @param {{ id: string, from?: string, to: string, text: string }} message @param {import('@xmpp/xml').Element[]} children
 */
export function messageOf({ id, text, ...addresses }, ...children) {
  return xml(
    'message',
    { ...addresses, id, type: 'chat' },
    xml('body', {}, writable(text)),
    // Tells clients which message this is, also when it is sent again (XEP-0359).
    xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id }),
    // Stored for those who are away, whatever the server thinks of its content (XEP-0334).
    xml('store', { xmlns: 'urn:xmpp:hints' }),
    ...children,
  );
}

/** A card as part of a message: JSON, as XEP-0335 carries it. @param {unknown} card */
export function cardElement(card) {
  return xml('card', { xmlns: 'urn:sidecard:card' }, xml('json', { xmlns: 'urn:xmpp:json:0' }, json(card)));
}

// What XML cannot contain.
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** JSON that XML can contain, of the same value. @param {unknown} value */
function json(value) {
  return JSON.stringify(value).replace(UNWRITABLE, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Leaves out what XML cannot contain: one such character would end the connection. @param {string} text */
function writable(text) {
  return text.replace(UNWRITABLE, '');
}

/** @param {unknown} error */
function report(error) {
  console.error(error);
}
