import { atom, type ReadableAtom } from 'nanostores';
import type { Ports } from '../ports/ports.types.js';
import { memoize } from '../util/memoize.js';

/** How long a draft counts as being written in another tab after each change, in milliseconds: longer than whoever writes thinks. */
const ELSEWHERE_MS = 60_000;

/** Which drafts other tabs are writing. */
export interface Elsewhere {
  /** The forms of a ticket. */
  readonly of: (ticketId: string) => ReadableAtom<ReadonlySet<string>>;
  /** Another tab has changed a draft, or sent or discarded it. */
  readonly mark: (ticketId: string, form: string, isWritten: boolean) => void;
  /** Forgets everything: another account's drafts, or nobody shows them. */
  readonly reset: () => void;
}

/** Creates a memory of nothing. */
export function createElsewhere({ after }: Ports): Elsewhere {
  const of = memoize((_ticketId: string) => atom<ReadonlySet<string>>(new Set()));
  const timers = new Map<string, () => void>();

  function mark(ticketId: string, form: string, isWritten: boolean): void {
    const store = of(ticketId);
    const name = JSON.stringify([ticketId, form]);
    timers.get(name)?.();
    timers.delete(name);
    if (store.get().has(form) !== isWritten) {
      const others = [...store.get()].filter((one) => one !== form);
      store.set(new Set(isWritten ? [...others, form] : others));
    }
    if (isWritten)
      timers.set(
        name,
        after(ELSEWHERE_MS, () => mark(ticketId, form, false)),
      );
  }

  function reset(): void {
    for (const name of [...timers.keys()]) mark(...(JSON.parse(name) as [string, string]), false);
  }

  return { of, mark, reset };
}
