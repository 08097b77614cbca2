import type { TicketType } from './define-ticket-type.js';
import { returnRefund } from './return-refund.js';

/** The ticket types that ship. `types: [...builtInTypes, mine]` adds one. */
export const builtInTypes: readonly TicketType[] = [returnRefund];
