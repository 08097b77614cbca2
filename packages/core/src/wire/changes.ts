import type { HistoryView, TicketView } from '../machine/projection.js';
import { isCaseEvent } from '../model/event-kinds.js';
import type { DisplayStatus } from '../model/states.js';
import type { Money } from '../values/money.js';

/** What has changed since a reader last looked, as shown in a conflict. */
export interface CaseChange {
  /** The latest new entry; missing if it is beyond the projection's history. */
  readonly latest?: HistoryView;
  readonly status?: { readonly before: DisplayStatus; readonly after: DisplayStatus };
  /** The agreed or proposed refund. */
  readonly refund?: { readonly before?: Money; readonly after?: Money };
  /** The latest message to the buyer since then. */
  readonly sentMessage?: string;
}

/**
 * Compares two projections of a ticket for the same reader.
 *
 * @returns `undefined` if the version is the same
 */
export function changesSince(before: TicketView, after: TicketView): CaseChange | undefined {
  if (before.version === after.version) return undefined;
  const known = new Set(before.history.map(({ id }) => id));
  const fresh = after.history.filter(({ id, kind }) => !known.has(id) && isCaseEvent(kind));
  const latest = fresh.at(-1);
  const sentMessage = fresh.filter((line) => line.sentMessage).at(-1)?.sentMessage?.text;
  const [was, is] = [termsOf(before), termsOf(after)];
  return {
    ...(latest ? { latest } : {}),
    ...(before.displayStatus === after.displayStatus
      ? {}
      : { status: { before: before.displayStatus, after: after.displayStatus } }),
    ...(was?.amountMinor === is?.amountMinor
      ? {}
      : { refund: { ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) } }),
    ...(sentMessage ? { sentMessage } : {}),
  };
}

function termsOf({ agreed, proposal }: TicketView): Money | undefined {
  return proposal?.refund ?? agreed?.refund;
}
