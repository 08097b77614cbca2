import { DAY_MS } from '../../values/time.js';
import { isRecord } from '../../values/unknown.js';
import { isDisagreement } from '../disagreement.js';
import type { TicketEvent } from '../events.js';
import type { Ticket } from '../ticket.js';
import type { Stored, Upcaster } from './upcaster.js';

/**
 * Schema 2 did not store when negotiation failed, and a payment that was due had no deadline. Schema 3 stores `disagreedAtMs`, and the
 * deadline `settle`.
 */
export const fromSchema2: Upcaster = {
  event: (stored) => {
    const { change, created, atMs, kind } = stored;
    const { settlement, deadlines } = isRecord(change) ? change : {};
    const disagrees = isRecord(change) && isDisagreement({ kind: kind as TicketEvent['kind'], change });
    return {
      ...stored,
      ...(isRecord(change)
        ? {
            change: {
              ...change,
              ...(disagrees ? { disagreedAtMs: atMs } : {}),
              ...(settlement === undefined ? {} : { deadlines: withSettle(deadlines, settlement, atMs) }),
            },
          }
        : {}),
      ...(isRecord(created) ? { created: ticket(created) } : {}),
      schema: 3,
    };
  },
  ticket,
};

function ticket(stored: Stored): Stored {
  const { settlement, deadlines } = stored;
  const disagreedAtMs = disagreementOf(stored as unknown as Ticket);
  return {
    ...stored,
    ...(disagreedAtMs === undefined ? {} : { disagreedAtMs }),
    ...(settlement === 'none' ? {} : { deadlines: withSettle(deadlines, settlement, settledAt(stored)) }),
    schema: 3,
  };
}

/** The default duration of the deadline at that time; a later release does not change it. */
const SETTLE_MS = 7 * DAY_MS;

function withSettle(deadlines: unknown, settlement: unknown, atMs: unknown): readonly unknown[] {
  const others: readonly unknown[] = Array.isArray(deadlines) ? deadlines : [];
  if ((settlement !== 'pending' && settlement !== 'failed') || typeof atMs !== 'number') return others;
  return [...others, { key: 'settle', of: 'staff', startedAtMs: atMs, dueAtMs: atMs + SETTLE_MS }];
}

/** When the payment became due, or its last result was recorded. */
function settledAt({ history = [], endedAtMs, updatedAtMs }: Partial<Ticket>): number | undefined {
  return history.filter(({ kind }) => kind === 'settlement-recorded').at(-1)?.atMs ?? endedAtMs ?? updatedAtMs;
}

/** When the first disagreement in the history was, else of what the ticket's state shows. */
function disagreementOf({
  history = [],
  intervention,
  workflow,
  rulings = [],
  updatedAtMs,
}: Ticket): number | undefined {
  const entry = history.find(
    ({ kind, status }) =>
      status === 'declined' || status === 'platform-intervening' || isDisagreement({ kind, change: {} }),
  );
  return (
    entry?.atMs ??
    (isDisagreement({ kind: 'moved', change: { workflow, intervention, rulings } }) ? updatedAtMs : undefined)
  );
}
