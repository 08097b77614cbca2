import type { Store } from './storage/store.js';
import { within } from './timers.js';

/** Why a server should get no requests. */
export type NotReady = 'draining' | 'disk-full' | 'database';

/** Free space below which a disk counts as full, in bytes: what PostgreSQL needs for a segment of its log, and some. */
export const MIN_FREE_BYTES = 64 * 1024 * 1024;
/** How long an answer of the database holds, in milliseconds, so that probes cost nothing. */
const HOLDS_MS = 1_000;
/** How long a probe waits for the database, in milliseconds. */
const ANSWERS_MS = 2_000;
/** How long the disk counts as full after a write has failed for it, in milliseconds. Then requests show whether it still is. */
const FULL_MS = 30_000;

/** Whether a server should get requests. */
export interface Readiness {
  /** @returns why not; `undefined` if it should */
  check(): Promise<NotReady | undefined>;
  /** From now on it should not. */
  drain(): void;
  readonly draining: boolean;
  /** Notices that the disk is full. */
  onError(error: unknown): void;
}

/** Creates the state of a server that is not draining. @param freeBytes - of the database's disk, if that is known */
export function createReadiness(
  store: Pick<Store, 'ping'>,
  freeBytes: (() => Promise<number | undefined>) | undefined,
): Readiness {
  let draining = false;
  let fullUntilMs = -Infinity;
  let known: { readonly untilMs: number; readonly answer: Promise<NotReady | undefined> } | undefined;

  const look = async (): Promise<NotReady | undefined> => {
    try {
      await within(ANSWERS_MS, store.ping(), () => new Error(`No answer within ${ANSWERS_MS} ms.`));
      const free = await freeBytes?.();
      return free !== undefined && free < MIN_FREE_BYTES ? 'disk-full' : undefined;
    } catch {
      return 'database';
    }
  };

  return {
    async check() {
      const now = performance.now();
      if (draining) return 'draining';
      if (now < fullUntilMs) return 'disk-full';
      if (!known || now >= known.untilMs) known = { untilMs: now + HOLDS_MS, answer: look() };
      return known.answer;
    },
    drain() {
      draining = true;
    },
    get draining() {
      return draining;
    },
    onError(error) {
      if (isDiskFull(error)) fullUntilMs = performance.now() + FULL_MS;
    },
  };
}

/** Whether an error of PostgreSQL or of the system says that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code } = error as { readonly code?: unknown };
  return code === '53100' || code === 'ENOSPC' || code === 'EDQUOT';
}
