import { atom, onMount, type ReadableAtom, type WritableAtom } from 'nanostores';
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
  /** The drafts of a ticket that somebody has asked for all of, by ticket. */
  const lists = new Map<string, WritableAtom<ReadonlyMap<string, Draft>>>();
  let scope: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const prefixOf = (ticketId: string): string => `${encodeURIComponent(ticketId)}/`;
  const keyOf = (ticketId: string, form: string): string => prefixOf(ticketId) + encodeURIComponent(form);

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

  function put(key: string, held: Held, value: Draft | undefined): void {
    held.value = value;
    held.store.set(value);
    const ticketId = decodeURIComponent(key.slice(0, key.indexOf('/')));
    lists.get(ticketId)?.set(draftsOf(ticketId));
  }

  /** What of a ticket's drafts is in memory, by form. */
  function draftsOf(ticketId: string): ReadonlyMap<string, Draft> {
    const prefix = prefixOf(ticketId);
    return new Map(
      [...known].flatMap(([key, { value }]) =>
        value && key.startsWith(prefix) ? [[decodeURIComponent(key.slice(prefix.length)), value] as const] : [],
      ),
    );
  }

  function list(ticketId: string): ReadableAtom<ReadonlyMap<string, Draft>> {
    const found = lists.get(ticketId);
    if (found) return found;
    const store = atom(draftsOf(ticketId));
    lists.set(ticketId, store);
    onMount(store, () => void identify());
    void readAll(ticketId);
    return store;
  }

  /** Brings every stored draft of a ticket into memory. */
  async function readAll(ticketId: string): Promise<void> {
    const owner = scope;
    if (owner === undefined) return;
    const stored = await storage.entries(owner + prefixOf(ticketId)).catch(() => []);
    if (owner === scope) for (const [key] of stored) hold(key.slice(owner.length));
  }

  async function read(key: string, held: Held): Promise<void> {
    const owner = scope;
    if (owner === undefined) return;
    const value = await storage.get(owner + key).catch(() => undefined);
    if (!held.touched && owner === scope && value !== undefined) put(key, held, value as Draft);
  }

  function change(ticketId: string, form: string, value: Draft | undefined): void {
    const key = keyOf(ticketId, form);
    const held = hold(key);
    held.touched = held.unwritten = true;
    put(key, held, value);
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
    all: list,
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
      for (const [key, held] of known) {
        held.touched = held.unwritten = false;
        put(key, held, undefined);
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
          put(key, held, undefined);
        }
        held.reading = read(key, held);
      }
      for (const ticketId of lists.keys()) void readAll(ticketId);
      flush();
    },
    flush,
  };
}

function jsonOf(held: Held | undefined): string | undefined {
  return held?.value && JSON.stringify(held.value);
}
