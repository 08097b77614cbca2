import { watchKeys } from '../events/key-guard.js';
import { SidecardProvider } from './provider.js';

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-provider': SidecardProvider;
  }
}

if (globalThis.customElements && !customElements.get('sidecard-provider'))
  customElements.define('sidecard-provider', SidecardProvider);

// Before a host's own listeners, if this is loaded before them.
if (globalThis.window) watchKeys(window);
