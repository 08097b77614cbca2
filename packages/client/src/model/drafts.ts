import type { ReadableAtom } from 'nanostores';

/** Content of a form, by field key. Kept per account, ticket and form until it is sent and confirmed. */
export type Draft = Readonly<Record<string, unknown>>;

/**
 * Drafts live here and not in elements, which can be removed at any time. They are written to storage and survive a reload. A command's
 * draft is deleted once the command is confirmed, unless it was changed after sending.
 */
export interface Drafts {
  /** @param form - the form's name by `formOf`, such as `decline`; `staff-message` for a message to or from staff */
  draft(ticketId: string, form: string): ReadableAtom<Draft | undefined>;
  /** Every draft of a ticket by its form, including forms that the ticket no longer offers. */
  all(ticketId: string): ReadableAtom<ReadonlyMap<string, Draft>>;
  /**
   * Resolves to every draft of a ticket by its form, once those in storage have been read. For that it waits until the server has said
   * whose they are; if it refuses the account, what is in memory is all. A form that is filled in earlier waits for it
   * before it calls `set`, and shows both: what it finds, and what has been typed.
   */
  load(ticketId: string): Promise<ReadonlyMap<string, Draft>>;
  /** The forms of a ticket whose drafts another tab of this browser is changing, or was within the last minute. */
  elsewhere(ticketId: string): ReadableAtom<ReadonlySet<string>>;
  /**
   * Replaces a draft. What another tab has stored or an earlier page, and this one has not read yet, is not lost: fields that only one of
   * them has changed are joined; a text that both have changed is kept as a draft of its own, whose form is this one's with a suffix that
   * begins with `~`.
   */
  set(ticketId: string, form: string, draft: Draft): void;
  clear(ticketId: string, form: string): void;
}
