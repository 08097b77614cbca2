import type { CommandBody, CreateBody, TicketView } from '@sidecard/core/wire';
import type { OutboxEntry, SendCommand } from '../model/outbox-entry.js';
import { threadPath, ticketPath } from '../stores/paths.js';
import type { TransportRequest } from '../transport/transport.types.js';

/** An entry as it is stored, with what only the outbox needs. */
export interface StoredEntry extends OutboxEntry {
  readonly create?: CreateBody;
  /** Whether it names no version and waits for no other. Unknown until the ticket is loaded. */
  readonly unversioned?: boolean;
  /** Its place in the storage order. `createdAtMs` is not enough: a device's clock may go back. */
  readonly order?: number;
  /** The form's draft at the time of sending, as JSON. If it is unchanged when the entry is confirmed, it is deleted. */
  readonly draft?: string;
}

/** What a sender gives to the outbox. */
export type NewEntry = Pick<StoredEntry, 'ticketId' | 'kind' | 'command' | 'create' | 'unversioned' | 'draft'>;

/** Whether a value from storage is an entry. Anything else is ignored. */
export function isStoredEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { key, ticketId, command } = value as Partial<StoredEntry>;
  return typeof key === 'string' && typeof ticketId === 'string' && typeof command?.command === 'string';
}

/** Returns the name under which the draft of a command's form is kept. Each choice of a command has its own. */
export function formOf({ command, choice }: Pick<SendCommand, 'command' | 'choice'>): string {
  return choice === undefined ? command : `${command}/${choice}`;
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

/** Whether an entry is a versioned command. At most one of a ticket is sent at a time. */
export const isVersioned = ({ kind, unversioned }: NewEntry): boolean => kind === 'command' && unversioned === false;

/** Returns the request that carries an entry. */
export function requestOf({
  key,
  ticketId,
  kind,
  command,
  create,
}: StoredEntry): Omit<TransportRequest, 'token' | 'signal'> {
  const path = create ? '/v1/tickets' : kind === 'command' ? `${ticketPath(ticketId)}/commands` : threadPath(ticketId);
  const body = create ?? (kind === 'command' ? (command satisfies CommandBody) : command.fields);
  return { method: 'POST', path, body, idempotencyKey: key };
}
