import type { CommandBody, CreateBody, TicketTypes, TicketView } from '@sidecard/core';
import type { OutboxEntry, SendCommand, TransportRequest } from '../client.types.js';
import { threadPath } from '../stores/staff-threads.js';
import { ticketPath } from '../stores/tickets.js';

/** An entry as it is kept, with what only the outbox needs to know. */
export interface StoredEntry extends OutboxEntry {
  readonly create?: CreateBody;
  /** It is a move: another of the same ticket has to wait for its answer. */
  readonly move?: boolean;
  /** What the form's draft was when it was sent, as JSON: unchanged, it goes when the entry is confirmed. */
  readonly draft?: string;
}

/** Commands of the staff thread: a resource of its own. */
const THREAD_COMMANDS = ['leave-staff-message', 'answer-merchant'];

/** Under which name a command's form keeps its draft. */
export function formOf({ kind, command }: Pick<OutboxEntry, 'kind' | 'command'>): string {
  return kind === 'staff-message' ? kind : command.command;
}

/** What a command is to the outbox. */
export function kindOf({ command }: SendCommand): 'command' | 'staff-message' {
  return THREAD_COMMANDS.includes(command) ? 'staff-message' : 'command';
}

/** Whether a command moves the ticket, so that it names a version. Appends (replies, claims) stand beside each other. */
export function isMove({ command }: SendCommand, view: TicketView | undefined, types: TicketTypes): boolean {
  const rows = types.get(view?.type ?? '')?.moves.filter((move) => move.command === command) ?? [];
  return rows.length > 0 ? !rows.every(({ append }) => append) : !['reply', 'claim', 'release'].includes(command);
}

/** The request that carries an entry. */
export function requestOf({
  key,
  ticketId,
  kind,
  command,
  create,
}: StoredEntry): Omit<TransportRequest, 'token' | 'signal'> {
  const post = (path: string, body: unknown) => ({ method: 'POST', path, body, idempotencyKey: key }) as const;
  if (create) return post('/v1/tickets', create);
  if (kind === 'staff-message') return post(threadPath(ticketId), command.fields);
  return post(`${ticketPath(ticketId)}/commands`, command satisfies CommandBody);
}
