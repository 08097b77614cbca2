import type { Ports } from '../ports/ports.types.js';
import { isObject } from '../transport/checks.js';
import { createElsewhere, type Elsewhere, type ElsewhereOf } from './elsewhere.js';

/** Version of what pages tell each other. Pages of another one do not hear it. */
const NOTES_VERSION = 1;
/** The longest that a page waits for others that write, in milliseconds: one may be frozen. */
const WAIT_MS = 3000;

/** A draft that another page has changed. */
export interface DraftNote {
  readonly key: string;
  /** Missing: it was sent or discarded. */
  readonly value?: Readonly<Record<string, unknown>> | undefined;
  /** What the page had before, as JSON, the newest last. */
  readonly known: readonly string[];
  /** Ends the name under which others keep what this page writes. Pages of former releases do not say it. */
  readonly from?: string | undefined;
  /** It is told once more, to pages that were opened meanwhile. Who has had it has heard enough. */
  readonly again?: boolean;
  /** Storage may not have it, and its page may be gone soon: whoever hears of it stores it too, once. */
  readonly unsaved?: boolean;
}

/** The drafts of an account that all pages of this browser have. */
export interface SharedDrafts extends Pick<Elsewhere, 'mark'> {
  readonly post: (note: DraftNote) => void;
  /** Runs work while no other page does. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  readonly close: () => void;
}

/**
 * Joins the pages that share an account's drafts.
 *
 * @param name - names the storage and the account
 * @param onNote - another page has changed a draft
 * @param of - the stores that say which drafts other pages are writing
 */
export function shareDrafts(
  ports: Ports,
  name: string,
  onNote: (note: DraftNote) => void,
  of: ElsewhereOf,
): SharedDrafts {
  const { openChannel, locks, after } = ports;
  const { mark, reset } = createElsewhere(ports, of);
  const channel = openChannel(`${name} ${NOTES_VERSION}`, (message) => {
    if (isNote(message)) onNote(message);
  });
  return {
    post(note) {
      try {
        channel.post(note);
      } catch {
        // A host's draft with a value that cannot be copied: it cannot be stored either.
      }
    },
    async alone(work) {
      if (!locks) return work();
      let begun = false;
      const waiting = new AbortController();
      const stop = after(WAIT_MS, () => waiting.abort());
      try {
        await locks.request(name, { signal: waiting.signal }, () => {
          begun = true;
          return work();
        });
      } catch {
        // Documents of an opaque origin have no locks, or the page that holds this one hangs.
        if (!begun) await work();
      } finally {
        stop();
      }
    },
    mark,
    close() {
      channel.close();
      reset();
    },
  };
}

/** Whether it is an encoded ticket and an encoded form. */
function isKey(key: string): boolean {
  try {
    decodeURIComponent(key);
    return key.includes('/');
  } catch {
    return false;
  }
}

/** Every script of this origin can write to the channel. */
function isNote(data: unknown): data is DraftNote {
  if (!isObject(data)) return false;
  const { key, value, known, from } = data as Readonly<Record<string, unknown>>;
  return (
    typeof key === 'string' &&
    isKey(key) &&
    (value === undefined || isObject(value)) &&
    Array.isArray(known) &&
    known.every((one) => typeof one === 'string') &&
    (from === undefined || typeof from === 'string')
  );
}
