import { isRecord } from '../../values/unknown.js';
import type { Stored, Upcaster } from './upcaster.js';

/** Schema 1 named the buyer's message of a history entry `told` and had no version. Schema 2 names it `sentMessage`. */
export const fromSchema1: Upcaster = {
  event: ({ entry, created, ...event }) => ({
    ...event,
    ...(isRecord(entry) ? { entry: line(entry) } : {}),
    ...(isRecord(created) ? { created: ticket(created) } : {}),
    schema: 2,
  }),
  ticket,
};

function ticket({ history, ...rest }: Stored): Stored {
  const lines: readonly unknown[] = Array.isArray(history) ? history : [];
  return { ...rest, history: lines.map((entry) => (isRecord(entry) ? line(entry) : entry)), schema: 2 };
}

function line({ told, ...entry }: Stored): Stored {
  return told === undefined ? entry : { ...entry, sentMessage: told };
}
