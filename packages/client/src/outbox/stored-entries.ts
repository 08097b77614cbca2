import type { CommandBody, FieldValues } from '@sidecard/core/wire';
import type { Draft } from '../model/drafts.js';
import { threadPath, ticketPath } from '../stores/paths.js';
import { isObject } from '../transport/checks.js';
import { includesDraft } from '../stores/merge-drafts.js';
import type { TransportRequest } from '../transport/transport.types.js';
import type { NewEntry, StoredEntry } from './entries.js';

const KINDS: readonly string[] = ['command', 'staff-message', 'create'] satisfies StoredEntry['kind'][];
const STATES: readonly string[] = ['sending', 'queued', 'refused'] satisfies StoredEntry['state'][];

/** Whether a value from storage or from another page is an entry. Anything else is ignored. */
export function isStoredEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false;
  const {
    key,
    ticketId,
    kind,
    command,
    create,
    state,
    order = 0,
    createdAtMs,
    attempts,
  } = value as Partial<StoredEntry>;
  return (
    typeof key === 'string' &&
    typeof ticketId === 'string' &&
    typeof command?.command === 'string' &&
    [order, createdAtMs, attempts].every(Number.isFinite) &&
    KINDS.includes(`${kind}`) &&
    STATES.includes(`${state}`) &&
    (kind === 'create') === isObject(create)
  );
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

/** Whether a draft is what was sent: no text of it was sent otherwise, and some of it was sent. A form may leave out what it hides. */
export function wasSent(draft: Draft, fields: FieldValues = {}): boolean {
  const written = Object.entries(draft).filter(([, value]) => !isText(value) || value.trim() !== '');
  const isOther = ([field, value]: readonly [string, unknown]): boolean => {
    const sent = fields[field];
    return isText(value) && isText(sent) && value.trim() !== sent.trim();
  };
  return !written.some(isOther) && (written.length === 0 || written.some(([field]) => field in fields));
}

/**
 * Whether an entry gives way to another one if it was refused: it says the same as that, and its sender was told of the refusal, or the other
 * one has all of its texts.
 */
export function isReplaced({ promised, kind, create, command }: StoredEntry, by: NewEntry): boolean {
  const isSame = by.create
    ? create?.orderId === by.create.orderId && create.type === by.create.type
    : isVersioned(by) && kind === 'command' && command.command === by.command.command;
  return isSame && (!promised || includesDraft({ ...by.command.fields }, { ...command.fields }));
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Compares two entries in the order in which they are sent. One that has no place yet is last; of two that were added at once, the key decides. */
export function inOrder(one: StoredEntry, other: StoredEntry): number {
  if (one.order === other.order) return one.order === undefined ? 0 : one.key < other.key ? -1 : 1;
  return (one.order ?? Infinity) - (other.order ?? Infinity);
}
