/** Patterns of normalized values (see `as-written.ts`). */

/** A phone number, with or without an extension: `+1 (555) 123-4567`, `010-88886666转8001`. Has at least five digits, or asterisks in their place. */
export const PHONE = /^(?=(?:[^\d*]*[\d*]){5})[+(\d][\d ()./*-]{4,24}(?: ?(?:[eE][xX][tT]\.?|[xX#,转]) ?\d{1,6})?$/;
/** A carrier's tracking number. */
export const TRACKING = /^[A-Za-z0-9][A-Za-z0-9-]{4,39}$/;
/** A country by its ISO 3166-1 alpha-2 code. */
export const COUNTRY = /^[A-Z]{2}$/;
/** A currency by its ISO 4217 code. */
export const CURRENCY = /^[A-Z]{3}$/;
