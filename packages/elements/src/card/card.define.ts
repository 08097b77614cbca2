import { SidecardCard } from './card.js';

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-card': SidecardCard;
  }
}

// Another copy of the SDK may have registered its card, which reads the same messages.
if (globalThis.customElements && !customElements.get('sidecard-card'))
  customElements.define('sidecard-card', SidecardCard);
