import { indexTypes } from '@sidecard/core/authoring';
import { TICKET_TYPES } from '../../shared/ticket-types.js';

/** The shop's types by key, for the pages' own user interface. Sidecard's elements get theirs from the server. */
export const TYPES = indexTypes(TICKET_TYPES);
