import type { CommandBody, CreateBody, TicketView } from '@sidecard/core';
import type { OutboxEntry, SendCommand } from '../model/outbox-entry.js';
import { threadPath, ticketPath } from '../stores/paths.js';
import type { TransportRequest } from '../transport/transport.types.js';

/** An entry as it is stored, with what only the outbox needs. */
export interface StoredEntry extends OutboxEntry {
  readonly create?: CreateBody;
  /** It is a move: another of the same ticket has to wait for its answer. */
  readonly move: boolean;
  /** Its place in the storage order. `createdAtMs` is not enough: a device's clock may go back. */
  readonly order?: number;
  /** The form's draft at the time of sending, as JSON. If it is unchanged when the entry is confirmed, it is deleted. */
  readonly draft?: string;
}

/** What a command is to the outbox: those of the staff thread are a resource of their own. */
export function kindOf({ command }: Pick<SendCommand, 'command'>): 'command' | 'staff-message' {
  return command === 'leave-staff-message' || command === 'answer-merchant' ? 'staff-message' : 'command';
}

/** Returns the name under which the draft of a command's form is kept. Each choice of a command has its own. */
export function formOf(command: Pick<SendCommand, 'command' | 'choice'>): string {
  if (kindOf(command) !== 'command') return 'staff-message';
  return command.choice === undefined ? command.command : `${command.command}/${command.choice}`;
}

/** Appends of every type: what is known of a command that the ticket does not offer, or whose ticket is not loaded. */
const APPENDS = ['reply', 'claim', 'release', 'leave-staff-message', 'answer-merchant'];

/** Whether a command moves the ticket, so that it names a version. Appends (replies, claims) stand beside each other. */
export function isMove({ command, choice }: SendCommand, view: TicketView | undefined): boolean {
  const action = view?.actions.find((one) => one.command === command && one.choice === choice);
  return action ? !action.unversioned : !APPENDS.includes(command);
}

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
