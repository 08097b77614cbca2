import { atom, onMount, type WritableAtom } from 'nanostores';
import type { ClientStorage, Draft, Drafts } from './client.types.js';

/** How long typing may go on before it is written down. */
const WRITE_AFTER_MS = 250;

/** The drafts of whoever is at it. */
export interface DraftsStore {
  readonly drafts: Drafts;
  /** The draft as JSON, as far as it is in memory. */
  readonly peek: (ticketId: string, form: string) => string | undefined;
  /** What was sent is confirmed: the draft goes, unless it has become another since. */
  readonly spend: (ticketId: string, form: string, sent: string) => Promise<void>;
  /** Says whose drafts they are; nobody's are kept in memory only. */
  readonly belongTo: (scope: string | undefined) => void;
  /** Another account's turn: nothing of the former's stays on the screen, be it known or not whose it was. */
  readonly wipe: () => void;
  /** Writes down what is not yet written. */
  readonly flush: () => void;
}

interface Held {
  readonly store: WritableAtom<Draft | undefined>;
  value: Draft | undefined;
  /** Typed or cleared here: what the storage has is older. */
  touched: boolean;
  unwritten: boolean;
  reading: Promise<void>;
}

/**
 * Makes drafts that belong to nobody yet.
 *
 * @param identify - begins to find out who the account is
 */
export function createDrafts(storage: ClientStorage, identify: () => Promise<unknown>): DraftsStore {
  const known = new Map<string, Held>();
  let scope: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keyOf = (ticketId: string, form: string): string =>
    `${encodeURIComponent(ticketId)}/${encodeURIComponent(form)}`;

  function hold(key: string): Held {
    const found = known.get(key);
    if (found) return found;
    const held: Held = {
      store: atom<Draft | undefined>(),
      value: undefined,
      touched: false,
      unwritten: false,
      reading: Promise.resolve(),
    };
    known.set(key, held);
    onMount(held.store, () => void identify());
    held.reading = read(key, held);
    return held;
  }

  function put(held: Held, value: Draft | undefined): void {
    held.value = value;
    held.store.set(value);
  }

  async function read(key: string, held: Held): Promise<void> {
    const owner = scope;
    if (owner === undefined) return;
    const value = await storage.get(owner + key).catch(() => undefined);
    if (!held.touched && owner === scope && value !== undefined) put(held, value as Draft);
  }

  function change(ticketId: string, form: string, value: Draft | undefined): void {
    const held = hold(keyOf(ticketId, form));
    held.touched = held.unwritten = true;
    put(held, value);
    timer ??= setTimeout(flush, WRITE_AFTER_MS);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (scope === undefined) return;
    for (const [key, held] of known) {
      if (!held.unwritten) continue;
      held.unwritten = false;
      const written = held.value === undefined ? storage.delete(scope + key) : storage.set(scope + key, held.value);
      written.catch(() => {});
    }
  }

  const drafts: Drafts = {
    draft: (ticketId, form) => hold(keyOf(ticketId, form)).store,
    set: change,
    clear(ticketId, form) {
      change(ticketId, form, undefined);
      flush();
    },
  };

  return {
    drafts,
    peek: (ticketId, form) => jsonOf(known.get(keyOf(ticketId, form))),
    async spend(ticketId, form, sent) {
      const held = hold(keyOf(ticketId, form));
      // An earlier page's is still in the storage.
      if (!held.touched) await held.reading;
      if (jsonOf(held) === sent) drafts.clear(ticketId, form);
    },
    wipe() {
      flush();
      scope = undefined;
      for (const held of known.values()) {
        held.touched = held.unwritten = false;
        put(held, undefined);
      }
    },
    belongTo(next) {
      if (next === scope) return;
      flush();
      const before = scope;
      scope = next;
      for (const [key, held] of known) {
        // Of the account before nothing stays on the screen.
        if (before !== undefined) {
          held.touched = held.unwritten = false;
          put(held, undefined);
        }
        held.reading = read(key, held);
      }
      flush();
    },
    flush,
  };
}

function jsonOf(held: Held | undefined): string | undefined {
  return held?.value && JSON.stringify(held.value);
}
