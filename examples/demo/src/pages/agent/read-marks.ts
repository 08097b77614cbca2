import { createValue, type Value } from '../shared/value.js';

/** How far an account has read each conversation: the host's own business, kept in the browser. */
export interface ReadMarks {
  readonly marks: Value<Readonly<Record<string, number>>>;
  /** Everything up to a time, milliseconds since the Unix epoch, has been seen. */
  mark(conversationId: string, atMs: number): void;
}

/** Opens the marks of an account. */
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
