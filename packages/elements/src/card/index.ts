/**
 * Only the card, for hosts that show tasks elsewhere.
 *
 * @packageDocumentation
 */
import './card.define.js';

export { SidecardCard } from './card.js';
export type * from '../events/events.js';
