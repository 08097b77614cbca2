import type { Ports } from '../ports/ports.types.js';

/** Begins the keys of a ticket's drafts. */
export const prefixOf = (ticketId: string): string => `${encodeURIComponent(ticketId)}/`;
/** Returns the form of a draft. */
export const nameOf = (key: string): string => decodeURIComponent(key.slice(key.indexOf('/') + 1));
export const keyOf = (ticketId: string, form: string): string => prefixOf(ticketId) + encodeURIComponent(form);

/** Whether it is a draft of no ticket. */
export const isSetting = (key: string): boolean => key.startsWith('/');

/** Whether it is kept beside the draft of a form: what another page has written in it. */
export const isBeside = (key: string): boolean => key.includes('~', key.indexOf('/'));

/** Ends the form's name of a draft that is kept beside the form's own. */
export const suffix = ({ randomBytes }: Ports): string => `~${new Uint32Array(randomBytes(8).buffer).join('-')}`;

/** Returns the ticket of a draft. */
export const ticketOf = (key: string): string => decodeURIComponent(key.slice(0, key.indexOf('/')));
