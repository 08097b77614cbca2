/** What a value is to look like, for its check and its schema alike. Blanks around a written value do not count. */

/** A telephone number as people write it. */
export const PHONE = /^[+\d][\d ()*-]{4,24}$/;
/** A carrier's number for a parcel. */
export const TRACKING = /^[A-Za-z0-9][A-Za-z0-9-]{4,39}$/;
/** A currency by its ISO 4217 code. */
export const CURRENCY = /^[A-Z]{3}$/;
