/** How many tickets a page has unless its reader says otherwise. */
export const DEFAULT_LIMIT = 50;
/** The most tickets of one page. */
export const MAX_LIMIT = 200;
