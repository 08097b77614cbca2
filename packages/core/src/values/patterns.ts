/** Patterns of values, for validation and schemas. White space around a value is ignored. */

/** A phone number. */
export const PHONE = /^[+\d][\d ()*-]{4,24}$/;
/** A carrier's tracking number. */
export const TRACKING = /^[A-Za-z0-9][A-Za-z0-9-]{4,39}$/;
/** A currency by its ISO 4217 code. */
export const CURRENCY = /^[A-Z]{3}$/;
