import { SidecardProvider } from './provider.js';

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-provider': SidecardProvider;
  }
}

if (globalThis.customElements && !customElements.get('sidecard-provider'))
  customElements.define('sidecard-provider', SidecardProvider);
