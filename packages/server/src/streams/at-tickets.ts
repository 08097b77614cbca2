import type { PresenceView } from '@sidecard/core/wire';

/** Maximum number of presences of a merchant that a process remembers. */
const MAX_KNOWN = 500;

/** Who is at which ticket, as far as this process has heard. Entries end by themselves. */
export class AtTickets {
  readonly #merchants = new Map<string, Map<string, PresenceView>>();

  /** Remembers a report. The latest one of an account at a ticket counts. */
  add(merchantId: string, presence: PresenceView): void {
    const known = this.#merchants.get(merchantId) ?? new Map<string, PresenceView>();
    this.#merchants.set(merchantId, known);
    const key = JSON.stringify([presence.ticketId, presence.accountId]);
    known.delete(key);
    if (presence.state !== 'gone') known.set(key, presence);
    for (const oldest of known.keys()) {
      if (known.size <= MAX_KNOWN) break;
      known.delete(oldest);
    }
    if (known.size === 0) this.#merchants.delete(merchantId);
  }

  /** Returns those that last. */
  of(merchantId: string, nowMs: number): readonly PresenceView[] {
    return [...(this.#merchants.get(merchantId)?.values() ?? [])].filter(({ untilMs }) => untilMs > nowMs);
  }

  /** Forgets what has ended. */
  sweep(nowMs: number): void {
    for (const [merchantId, known] of this.#merchants) {
      for (const [key, { untilMs }] of known) if (untilMs <= nowMs) known.delete(key);
      if (known.size === 0) this.#merchants.delete(merchantId);
    }
  }
}
