/**
 * The task panel, for hosts that place it themselves: `<sidecard-task placement="inline">` in a column of the page. The overlay beside the
 * chat does not need this import; it loads the panel on first use.
 *
 * @packageDocumentation
 */
import './task.define.js';

export { SidecardTask } from './task.js';
