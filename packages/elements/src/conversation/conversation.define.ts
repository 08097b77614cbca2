import { SidecardConversation } from './conversation.js';

if (globalThis.customElements && !customElements.get('sidecard-conversation')) {
  customElements.define('sidecard-conversation', SidecardConversation);
}

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-conversation': SidecardConversation;
  }
}
