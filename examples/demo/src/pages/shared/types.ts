import { indexTypes } from '@sidecard/core/authoring';
import { TICKET_TYPES } from '../../shared/ticket-types.js';

/** The shop's types by key, for what the pages draw of their own. Card and panel have theirs from the server. */
export const TYPES = indexTypes(TICKET_TYPES);
