import { SidecardWorkbench } from './workbench.js';

if (globalThis.customElements && !customElements.get('sidecard-workbench')) {
  customElements.define('sidecard-workbench', SidecardWorkbench);
}

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-workbench': SidecardWorkbench;
  }
}
