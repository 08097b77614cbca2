/**
 * The message to platform staff for a place of the host's own, such as a task's page. The task panel loads it by itself.
 *
 * @packageDocumentation
 */
import './staff-message.define.js';

export { SidecardStaffMessage } from './staff-message.js';
