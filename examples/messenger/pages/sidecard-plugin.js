// Draws the card of a message in Converse. Clients without this show the message's body.
import { parseCardMessage } from '@sidecard/core';
import '@sidecard/elements';

/** Registers the plugin, before `converse.initialize`. Name it in `whitelisted_plugins`. */
export function addSidecard(converse) {
  const { html } = converse.env;
  converse.plugins.add('sidecard', {
    async initialize() {
      this._converse.api.listen.on('parseMessage', (stanza, attrs) => {
        const card = cardIn(stanza);
        if (card) return { ...attrs, card };
        // What the shop has answered comes from the buyer's address, into the conversation with the buyer.
        const ours = [...stanza.children].some(({ namespaceURI }) => namespaceURI === 'urn:sidecard:answer');
        return ours ? { ...attrs, sender: 'me' } : attrs;
      });
      const { prototype } = await customElements.whenDefined('converse-chat-message');
      const { renderMessageText } = prototype;
      prototype.renderMessageText = function () {
        const card = this.model.get('card');
        return card ? html`<sidecard-card .message=${card}></sidecard-card>` : renderMessageText.call(this);
      };
    },
  });
}

/** A buyer can send anything. Whether the platform has sent the card, the element finds out by the signature. */
function cardIn(stanza) {
  const element = [...stanza.children].find(({ namespaceURI }) => namespaceURI === 'urn:sidecard:card');
  try {
    const card = JSON.parse(element?.textContent ?? 'null');
    return parseCardMessage(card).ok ? card : undefined;
  } catch {
    return undefined;
  }
}
