import type { HistoryView, TicketView } from '../machine/projection.js';
import type { DisplayStatus } from '../model/states.js';
import type { Money } from '../values/money.js';

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
  const isRuling = ({ kind }: HistoryView) => kind === 'ruled';
  const [was, is] = [termsOf(before), termsOf(after)];
  return {
    events: [...events.filter(isRuling), ...events.filter((entry) => !isRuling(entry))],
    ...(before.displayStatus === after.displayStatus
      ? {}
      : { status: { before: before.displayStatus, after: after.displayStatus } }),
    ...(was?.amountMinor === is?.amountMinor
      ? {}
      : { refund: { ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) } }),
  };
}

function termsOf({ agreed, proposal }: TicketView): Money | undefined {
  return proposal?.refund ?? agreed?.refund;
}
