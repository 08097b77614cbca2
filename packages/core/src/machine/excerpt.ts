import { AUDIENCES } from '../model/audience.js';
import { EVENT_KINDS, type EventKind, eventRule } from '../model/event-kinds.js';
import type { HistoryEntry, Ticket } from '../model/ticket.js';
import { HISTORY_LENGTH } from './projection.js';

/** Entries that a split reads, however old they are. */
const KEPT: ReadonlySet<EventKind> = new Set<EventKind>(['ticket-created', 'split', 'receipt-confirmed']);

/** Entries of a history that are stored and read together. */
export interface EntryGroup {
  readonly name: string;
  /** How many of the latest an excerpt has. */
  readonly most: number;
}

/** The group of an entry of a kind; `undefined` if nobody reads it. */
export function entryGroupOf(kind: EventKind): string | undefined {
  const rule = eventRule(kind);
  if (!rule) return undefined;
  if (KEPT.has(kind)) return 'kept';
  if (rule.versioned) return 'case';
  return rule.audiences.length === AUDIENCES.length ? 'all' : rule.audiences.join(' ');
}

const MOST: Readonly<Record<string, number>> = { kept: Number.MAX_SAFE_INTEGER, case: 2 * HISTORY_LENGTH };

/** Every group. */
export const ENTRY_GROUPS: readonly EntryGroup[] = /* @__PURE__ */ [
  ...new Set(EVENT_KINDS.filter((kind) => !eventRule(kind)?.thread).flatMap((kind) => entryGroupOf(kind) ?? [])),
].map((name) => ({ name, most: MOST[name] ?? HISTORY_LENGTH }));

/** Counts the entries of a ticket by kind, those that its history leaves out too. */
export function countEntries({ history, leftOut = {} }: Pick<Ticket, 'history' | 'leftOut'>): EntryCounts {
  const counts = new Map(Object.entries(leftOut) as [EventKind, number][]);
  for (const { kind } of history) {
    const count = counts.get(kind) ?? 0;
    counts.delete(kind);
    counts.set(kind, count + 1);
  }
  return Object.fromEntries(counts);
}

/** Numbers of entries by kind, in the order in which the latest of each kind came. */
export type EntryCounts = Readonly<Partial<Record<EventKind, number>>>;

/** Returns the members of a ticket of whose history only some entries are there. @param counts - of all its entries */
export function historyWith(
  history: readonly HistoryEntry[],
  counts: EntryCounts,
): Pick<Ticket, 'history' | 'leftOut'> {
  const there = countEntries({ history });
  const leftOut: Partial<Record<EventKind, number>> = {};
  for (const [kind, count] of Object.entries(counts) as [EventKind, number][]) {
    const missing = count - (there[kind] ?? 0);
    if (missing > 0) leftOut[kind] = missing;
  }
  return Object.keys(leftOut).length > 0 ? { history, leftOut } : { history };
}

/** Returns a ticket with as much of its history as projections and decisions need. */
export function excerptOf(ticket: Ticket): Ticket {
  const left = new Map(ENTRY_GROUPS.map(({ name, most }) => [name, most]));
  const history: HistoryEntry[] = [];
  for (const entry of [...ticket.history].reverse()) {
    const group = entryGroupOf(entry.kind) ?? '';
    const most = left.get(group) ?? 0;
    left.set(group, most - 1);
    if (most > 0) history.push(entry);
  }
  return { ...ticket, ...historyWith(history.reverse(), countEntries(ticket)) };
}
