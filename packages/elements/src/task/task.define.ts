import { SidecardTask } from './task.js';

if (globalThis.customElements && !customElements.get('sidecard-task'))
  customElements.define('sidecard-task', SidecardTask);

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-task': SidecardTask;
  }
}
