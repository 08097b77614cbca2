import { SidecardStaffMessage } from './staff-message.js';

if (globalThis.customElements && !customElements.get('sidecard-staff-message')) {
  customElements.define('sidecard-staff-message', SidecardStaffMessage);
}

declare global {
  interface HTMLElementTagNameMap {
    'sidecard-staff-message': SidecardStaffMessage;
  }
}
