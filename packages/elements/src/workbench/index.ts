/**
 * The workbench: all tickets of the shop outside a chat.
 *
 * @packageDocumentation
 */
import './workbench.define.js';

export { SidecardWorkbench } from './workbench.js';
