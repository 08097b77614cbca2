import type { CommandBody } from '@sidecard/core/wire';
import { threadPath, ticketPath } from '../stores/paths.js';
import type { TransportRequest } from '../transport/transport.types.js';
import type { NewEntry, StoredEntry } from './entries.js';

/** Whether a value from storage is an entry. Anything else is ignored. */
export function isStoredEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { key, ticketId, command } = value as Partial<StoredEntry>;
  return typeof key === 'string' && typeof ticketId === 'string' && typeof command?.command === 'string';
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
