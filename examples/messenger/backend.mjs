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

  /** Passes a message on as it is. @param {import('@xmpp/xml').Element} stanza @param {string} from @param {string} to */
  function pass(stanza, from, to) {
    chat.send(xml('message', { ...stanza.attrs, from, to }, ...stanza.children)).catch(report);
  }

  await chat.start();
  const end = new AbortController();
  const feeding = (async () => {
    for await (const post of readFeed({ url: sidecardUrl, token, signal: end.signal })) {
      const buyer = post.conversationId;
      const text = post.kind === 'card' ? post.message.text : post.text;
      const card = post.kind === 'card' ? [cardElement(post.message)] : [];
      // To both sides, under one id: a client shows a message once that comes again.
      for (const [from, to] of [
        [addressOfBuyer(buyer), agentAddress],
        [SHOP_ADDRESS, `${buyer}@${DOMAIN}`],
      ]) {
        await chat.send(messageOf({ id: post.messageId, from, to, text }, ...card));
      }
      await post.done();
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
    xml('body', {}, text),
    // Tells clients which message this is, also when it is sent again (XEP-0359).
    xml('origin-id', { xmlns: 'urn:xmpp:sid:0', id }),
    // Stored for those who are away, whatever the server thinks of its content (XEP-0334).
    xml('store', { xmlns: 'urn:xmpp:hints' }),
    ...children,
  );
}

/** A card as part of a message: JSON, as XEP-0335 carries it. @param {unknown} card */
export function cardElement(card) {
  return xml('card', { xmlns: 'urn:sidecard:card' }, xml('json', { xmlns: 'urn:xmpp:json:0' }, JSON.stringify(card)));
}

/** @param {unknown} error */
function report(error) {
  console.error(error);
}
