/** What an account does with a ticket: it has it open, writes an answer, or has left it. */
export const PRESENCE_STATES = ['looking', 'answering', 'gone'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** How long a presence lasts without another report, in milliseconds. Report it more often. */
export const PRESENCE_MS = 30_000;

/** Who is at a ticket. It is never stored, and changes no version. */
export interface PresenceView {
  readonly ticketId: string;
  readonly accountId: string;
  readonly name: string;
  readonly state: PresenceState;
  /** When it ends without another report, milliseconds since the Unix epoch. */
  readonly untilMs: number;
}
