import type { AuditEntry } from '@sidecard/core/wire';
import type { AuditTrail, ServerContext } from '../context/context.js';

/** One entry stands for the looks of an account at one thing within this time, in milliseconds. */
const HOUR_MS = 3_600_000;
/** How many looks are remembered. Beyond it the oldest is recorded again. */
const MAX_KNOWN = 20_000;
/** How many looks at one shop wait for the timer. Beyond it they are written at once. */
const MAX_WAITING = 200;

/** Creates the audit trail. Looks are written together, by `flush`. */
export function createAuditTrail({
  store,
  clock,
  newId,
  report,
}: Pick<ServerContext, 'store' | 'clock' | 'newId' | 'report'>): AuditTrail {
  const known = new Map<string, number>();
  const waiting = new Map<string, AuditEntry[]>();
  const writing = new Map<string, Promise<void>>();

  /** Writes a shop's looks. If it fails, they wait for the next time. */
  async function write(merchantId: string): Promise<void> {
    const entries = waiting.get(merchantId);
    if (!entries) return;
    waiting.delete(merchantId);
    try {
      await store.transaction(merchantId, (unit) => unit.addAudit(merchantId, entries));
    } catch (error) {
      waiting.set(merchantId, [...entries, ...(waiting.get(merchantId) ?? [])]);
      throw error;
    }
  }

  /** Writes a shop's looks after those that are being written. */
  function flush(merchantId: string): Promise<void> {
    const run = () => write(merchantId);
    const done = (writing.get(merchantId) ?? Promise.resolve()).then(run, run).finally(() => {
      if (writing.get(merchantId) === done) writing.delete(merchantId);
    });
    writing.set(merchantId, done);
    return done;
  }

  return {
    async permissionsChanged(unit, { merchantId, actor }, accountId, before, after) {
      const granted = after.filter((one) => !before.includes(one));
      const revoked = before.filter((one) => !after.includes(one));
      if (granted.length + revoked.length === 0) return;
      const entry = { ...entryBy(actor), action: 'permissions-changed', accountId, granted, revoked } as const;
      await unit.addAudit(merchantId, [entry]);
    },

    addressRead({ merchantId, actor, audience }, look) {
      // Others see addresses masked, or their own.
      if (audience !== 'handlers' && actor.party !== 'staff') return;
      const now = clock.now();
      const key = JSON.stringify([merchantId, actor.party, actor.accountId, look.where, look.ticketId ?? look.orderId]);
      const lastMs = known.get(key);
      if (lastMs !== undefined && now - lastMs < HOUR_MS && now >= lastMs) return;
      known.delete(key);
      known.set(key, now);
      for (const oldest of known.keys()) {
        if (known.size <= MAX_KNOWN) break;
        known.delete(oldest);
      }
      const entry = { ...entryBy(actor), action: 'address-read', ...look } as const;
      const entries = waiting.get(merchantId);
      if (!entries) return void waiting.set(merchantId, [entry]);
      entries.push(entry);
      // A host that calls only `fetch` has no timer.
      if (entries.length >= MAX_WAITING && !writing.has(merchantId)) flush(merchantId).catch(report);
    },

    erasure: ({ actor }, tickets) => ({ ...entryBy(actor), action: 'buyer-erased', tickets }),

    flush,
    async flushAll() {
      for (const merchantId of new Set([...waiting.keys(), ...writing.keys()])) await flush(merchantId).catch(report);
    },
  };

  function entryBy({ party, accountId, name }: Parameters<AuditTrail['addressRead']>[0]['actor']) {
    return { id: newId(), atMs: clock.now(), by: { party, accountId, name } };
  }
}
