import { createValue, type Value } from '../shared/value.js';

/** How far an account has read each conversation, stored in the browser. */
export interface ReadMarks {
  readonly marks: Value<Readonly<Record<string, number>>>;
  /** Marks everything up to a time as read, milliseconds since the Unix epoch. */
  mark(conversationId: string, atMs: number): void;
}

/** Opens an account's read marks. */
export function openReadMarks(account: string): ReadMarks {
  const key = `sidecard-demo/read/${account}`;
  const marks = createValue<Readonly<Record<string, number>>>(stored(key));
  return {
    marks,
    mark(conversationId, atMs) {
      if ((marks.get()[conversationId] ?? 0) >= atMs) return;
      marks.set({ ...marks.get(), [conversationId]: atMs });
      localStorage.setItem(key, JSON.stringify(marks.get()));
    },
  };
}

function stored(key: string): Readonly<Record<string, number>> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}
