import type { HistoryView, TicketView } from '../machine/projection.js';
import type { EventKind } from '../model/event-kinds.js';
import type { DisplayStatus } from '../model/states.js';
import type { Money } from '../values/money.js';
import type { Session } from './wire.js';

/** What has changed since a reader last looked, as shown in a conflict. */
export interface CaseChange {
  /** Every new entry of the history: rulings first, then the latest first. Those beyond the projection's history are missing. */
  readonly events: readonly HistoryView[];
  readonly status?: { readonly before: DisplayStatus; readonly after: DisplayStatus };
  /** The agreed or proposed refund. */
  readonly refund?: { readonly before?: Money; readonly after?: Money };
}

/**
 * Compares two projections of a ticket for the same reader.
 *
 * @returns `undefined` if the version is the same
 */
export function changesSince(before: TicketView, after: TicketView): CaseChange | undefined {
  if (before.version === after.version) return undefined;
  const known = new Set(before.history.map(({ id }) => id));
  const events = after.history.filter(({ id }) => !known.has(id)).reverse();
  const [was, is] = [termsOf(before), termsOf(after)];
  return {
    events: rulingsFirst(events),
    ...(before.displayStatus === after.displayStatus
      ? {}
      : { status: { before: before.displayStatus, after: after.displayStatus } }),
    ...(was?.amountMinor === is?.amountMinor
      ? {}
      : { refund: { ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) } }),
  };
}

/** Kinds of entries that only say whose ticket it is. */
const OWNERSHIP: readonly EventKind[] = ['claimed', 'released', 'transferred'];

/** The last entry of a history that a reader knows. */
export interface KnownEntry {
  readonly id: string;
  /** When they looked at it, or when it was written, milliseconds since the Unix epoch. */
  readonly atMs: number;
}

/**
 * Returns what is new to a reader: the entries after the last one that they know or made themselves, rulings first, then the latest first.
 * Whose ticket it is, is not told.
 *
 * @param history - the latest entries, oldest first; it may leave out some
 * @param known - the last entry that the reader knows; if the history does not have it, entries of its time or earlier are known
 * @param reader - `undefined` while it is not known who they are
 */
export function newsFor(
  history: readonly HistoryView[],
  known: KnownEntry,
  reader: Pick<Session, 'party' | 'accountId'> | undefined,
): readonly HistoryView[] {
  const tells = ({ kind }: HistoryView) => !OWNERSHIP.includes(kind);
  // Accounts of different parties can have the same id.
  const isOwn = (entry: HistoryView) =>
    entry.by.party === reader?.party && entry.by.accountId === reader.accountId && tells(entry);
  const isThere = history.some(({ id }) => id === known.id);
  const isKnown = ({ id, atMs }: HistoryView) => (isThere ? id === known.id : atMs <= known.atMs);
  const last = history.reduce((at, entry, i) => (isKnown(entry) || isOwn(entry) ? i : at), -1);
  return rulingsFirst(
    history
      .slice(last + 1)
      .filter(tells)
      .reverse(),
  );
}

function rulingsFirst(events: readonly HistoryView[]): readonly HistoryView[] {
  const isRuling = ({ kind }: HistoryView) => kind === 'ruled';
  return [...events.filter(isRuling), ...events.filter((entry) => !isRuling(entry))];
}

function termsOf({ agreed, proposal }: TicketView): Money | undefined {
  return proposal?.refund ?? agreed?.refund;
}
