import type { CreateBody, TicketView } from '@sidecard/core/wire';
import type { OutboxEntry, SendCommand } from '../model/outbox-entry.js';

/** An entry as it is stored, with what only the outbox needs. */
export interface StoredEntry extends OutboxEntry {
  /** Whether it names no version and waits for no other. Unknown until the ticket is loaded. */
  readonly unversioned?: boolean;
  /** Its place in the storage order. `createdAtMs` is not enough: a device's clock may go back. */
  readonly order?: number;
  /** The form's draft at the time of sending, as JSON. If it is unchanged when the entry is confirmed, it is deleted. */
  readonly draft?: string;
  /** Whether its sender may believe that it will be carried out: another command does not replace it without its text. */
  readonly promised?: boolean;
}

/** What a sender gives to the outbox. */
export type NewEntry = Pick<StoredEntry, 'ticketId' | 'kind' | 'command' | 'create' | 'unversioned' | 'draft'>;

/** Returns the name under which the draft of a command's form is kept. Each choice of a command has its own. */
export function formOf({ command, choice }: Pick<SendCommand, 'command' | 'choice'>): string {
  return choice === undefined ? command : `${command}/${choice}`;
}

/** Returns where the draft of a request is kept: in place of a ticket its order, and the form. */
export function requestDraft({ orderId, type }: Pick<CreateBody, 'orderId' | 'type'>): readonly [string, string] {
  return [`order/${orderId}`, `create/${type}`];
}

/**
 * Whether a command names no version, so that it waits for no other (replies, claims). The ticket's action tells. A command that the
 * ticket does not offer, or whose action does not tell (an older server, R27), counts as versioned. That is safe: the server ignores the
 * version of an unversioned command.
 *
 * @returns `undefined` when neither the sender nor the ticket tells
 */
export function isUnversioned(
  { command, choice, version, unversioned }: SendCommand,
  view: Pick<TicketView, 'actions'> | undefined,
): boolean | undefined {
  if (unversioned !== undefined) return unversioned;
  if (view) return view.actions.find((one) => one.command === command && one.choice === choice)?.unversioned === true;
  return version === undefined ? undefined : false;
}
