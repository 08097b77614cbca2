/**
 * The task panel for a place of the host's own: `<sidecard-task placement="inline">` in a column of the page. The overlay beside the chat needs none
 * of this; it loads the panel when it is opened first.
 *
 * @packageDocumentation
 */
import './task.define.js';

export { SidecardTask } from './task.js';
