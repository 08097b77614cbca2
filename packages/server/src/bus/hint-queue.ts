import type { Hint } from './bus.js';

/** How many wait at most. While nothing can be sent, the oldest are lost. */
const MOST = 10_000;

/** Hints that wait to be sent, with at most one of what one hint says. */
export class HintQueue {
  readonly #waiting = new Map<string, Hint>();

  /** Adds a hint. Of several about one thing, one that covers them all remains. */
  add(hint: Hint): void {
    const key = keyOf(hint);
    const waiting = this.#waiting.get(key);
    this.#waiting.set(key, waiting ? covering(waiting, hint) : hint);
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= MOST) break;
      this.#waiting.delete(oldest);
    }
  }

  /** Removes the oldest hints, as many as fit. @param maxBytes - of the message; a hint that is larger alone is dropped */
  take(node: string, maxBytes: number): string | undefined {
    const parts: string[] = [];
    let bytes = encodeHints(node, []).length;
    for (const [key, hint] of this.#waiting) {
      const part = JSON.stringify(hint);
      const size = new TextEncoder().encode(part).byteLength + 1;
      if (bytes + size > maxBytes && parts.length > 0) break;
      this.#waiting.delete(key);
      if (bytes + size > maxBytes) continue;
      parts.push(part);
      bytes += size;
    }
    return parts.length === 0 ? undefined : encodeHints(node, parts);
  }
}

/** Parses a message of another server. Ignores what a later release may send. @returns no hints of `node` itself */
export function decodeHints(text: string, node: string): readonly Hint[] {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return [];
  }
  const { from, hints } = (message ?? {}) as { from?: unknown; hints?: unknown };
  if (from === node || !Array.isArray(hints)) return [];
  return hints.filter(isHint);
}

const encodeHints = (node: string, parts: readonly string[]) =>
  `{"from":${JSON.stringify(node)},"hints":[${parts.join(',')}]}`;

function keyOf(hint: Hint): string {
  const { kind, merchantId } = hint;
  switch (kind) {
    case 'stream':
      return JSON.stringify([kind, merchantId, hint.stream]);
    case 'account':
      return JSON.stringify([kind, merchantId, hint.accountId]);
    case 'notes':
      return JSON.stringify([kind, merchantId, hint.ticketId]);
    case 'presence':
      return JSON.stringify([kind, merchantId, hint.ticketId, hint.accountId]);
    case 'requests':
      return JSON.stringify([kind, merchantId, hint.node, hint.party, hint.accountId, hint.budget]);
    default:
      return JSON.stringify([kind, merchantId]);
  }
}

function covering(before: Hint, hint: Hint): Hint {
  if (before.kind === 'stream' && hint.kind === 'stream') return before.seq > hint.seq ? before : hint;
  if (before.kind === 'deadline' && hint.kind === 'deadline') return before.dueAtMs < hint.dueAtMs ? before : hint;
  if (before.kind === 'requests' && hint.kind === 'requests') return { ...hint, count: before.count + hint.count };
  return hint;
}

/** The members of each kind, besides `kind`, `merchantId` and those that may be missing. */
const MEMBERS: Readonly<Record<Hint['kind'], Readonly<Record<string, 'string' | 'number'>>>> = {
  stream: { stream: 'string', seq: 'number' },
  deliveries: {},
  account: { accountId: 'string' },
  accounts: {},
  notes: { ticketId: 'string' },
  presence: { ticketId: 'string', accountId: 'string', name: 'string', state: 'string', untilMs: 'number' },
  webhooks: {},
  requests: { node: 'string', party: 'string', budget: 'string', count: 'number' },
  deadline: { dueAtMs: 'number' },
};

function isHint(value: unknown): value is Hint {
  if (typeof value !== 'object' || value === null) return false;
  const hint = value as Readonly<Record<string, unknown>>;
  const { kind, merchantId } = hint;
  if (typeof kind !== 'string' || typeof merchantId !== 'string' || !Object.hasOwn(MEMBERS, kind)) return false;
  return Object.entries(MEMBERS[kind as Hint['kind']]).every(([name, type]) => {
    const member = hint[name];
    return typeof member === type && (typeof member !== 'number' || Math.abs(member) <= Number.MAX_SAFE_INTEGER);
  });
}
