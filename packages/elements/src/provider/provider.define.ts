import { SidecardProvider } from './provider.js';

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-provider': SidecardProvider;
  }
}

if (!customElements.get('sidecard-provider')) customElements.define('sidecard-provider', SidecardProvider);
