import type { WritableAtom } from 'nanostores';
import type { Ports } from '../ports/ports.types.js';

/** How long a draft counts as being written in another tab after each change, in milliseconds: longer than whoever writes thinks. */
const ELSEWHERE_MS = 60_000;

/** The store of the forms of a ticket that other tabs are writing. */
export type ElsewhereOf = (ticketId: string) => WritableAtom<ReadonlySet<string>>;

/** Which drafts other tabs are writing. */
export interface Elsewhere {
  /** Another tab has changed a draft, or sent or discarded it. */
  readonly mark: (ticketId: string, form: string, isWritten: boolean) => void;
  /** Forgets everything: another account's drafts, or nobody shows them. */
  readonly reset: () => void;
}

/** Creates a memory of nothing. */
export function createElsewhere({ after }: Ports, of: ElsewhereOf): Elsewhere {
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

  return { mark, reset };
}
