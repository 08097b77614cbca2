import { textProblem } from '../values/text.js';

/** Limits of internal notes: the length of one in graphemes, and how many a ticket can have. */
export const NOTE_LIMITS = { text: 500, perTicket: 200 } as const;

/** An internal note about a ticket. Only the shop’s accounts that may handle tasks read it; it does not change the ticket. */
export interface Note {
  readonly id: string;
  readonly ticketId: string;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly by: { readonly accountId: string; readonly name: string };
  /** 1 to 500 graphemes. */
  readonly text: string;
}

/** Returns why a text cannot be a note; `undefined` if it can. */
export function noteProblem(text: string): 'too-short' | 'too-long' | 'unreadable' | undefined {
  return textProblem(text, 1, NOTE_LIMITS.text)?.problem;
}
