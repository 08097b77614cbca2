/**
 * The card alone, for hosts that show a task in a place of their own.
 *
 * @packageDocumentation
 */
import './card.define.js';

export { SidecardCard } from './card.js';
export type * from '../events/events.js';
