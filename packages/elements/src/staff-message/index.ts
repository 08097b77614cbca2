/**
 * The thread with platform staff, for hosts that place it themselves, such as on a task's page. The task panel loads it on demand.
 *
 * @packageDocumentation
 */
import './staff-message.define.js';

export { SidecardStaffMessage } from './staff-message.js';
