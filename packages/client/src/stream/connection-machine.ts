/**
 * The connection as a machine: what happens, and what the client does. Two tables, because they are independent of each other: the link, and
 * what may be believed of the stores meanwhile. `docs/protocol.md` shows them. Pure: time and randomness are the driver's, see `driver.ts`.
 */

import type { Doubt } from '../tabs/shared-events.js';

/** What the link is doing: nobody needs it; a request was sent; frames are read; it waits before the next attempt. */
export type Link = 'idle' | 'opening' | 'reading' | 'pausing';

/**
 * What may be believed: nothing was read yet; the stores are current; they were a moment ago; they may be out of date; the server cannot be
 * reached.
 */
export type Trust = 'connecting' | 'live' | 'checking' | 'stale' | 'offline';

/** How events are read: a stream, or long polls where a proxy collects streams. */
export type ReadBy = 'stream' | 'long-poll';

/** How a connection ended, and how long it lasted. */
interface Ended {
  /**
   * - `ended`: the server ended it, or took another one for it.
   * - `broken`: it broke, or what it does not carry could not be loaded.
   * - `silent`: after its first frame nothing came for as long as a server is never silent.
   * - `collected`: that again, and nothing else in between: a proxy collects what follows the first frames.
   * - `unreachable`: there was no answer, or the server could not serve it.
   * - `refused`: the server answered otherwise: trying again may not help, or not yet.
   * - `shed`: the server ended it, because the account has too many.
   * - `reset`: the log is another one, or has a gap: what is known is invalid.
   */
  readonly type: 'ended' | 'broken' | 'silent' | 'collected' | 'unreachable' | 'refused' | 'shed' | 'reset';
  readonly lastedMs: number;
  /** How long the server asks not to be asked, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** What can happen to a connection. */
export type ConnectionEvent =
  | Ended
  /** The first listener came, or the last one went. */
  | { readonly type: 'retain' | 'release' }
  /** The first frame has come. */
  | { readonly type: 'ready'; readonly by: ReadBy }
  /** A stream brings frames also some time after its first one: nothing collects it. */
  | { readonly type: 'flowing' }
  /** The page that read for this one is gone, and this one reads in its place. */
  | { readonly type: 'taken-over' }
  /** Everything up to the head of the log was read, and everything else was loaded. */
  | { readonly type: 'current' }
  /** It may be dead. `moved`: perhaps the device is in another network. */
  | { readonly type: 'doubt'; readonly lastedMs: number; readonly moved: boolean }
  /** It was in doubt for so long that it is not believed any more. */
  | { readonly type: 'expired' }
  /** A stream was opened, and no frame came in time: a proxy may collect it. */
  | { readonly type: 'late' }
  /** The pause is over; `woken`: before its time. */
  | { readonly type: 'due'; readonly woken: boolean }
  /** Long polls were used for so long that a stream is tried again. */
  | { readonly type: 'trial' };

export type ConnectionEventType = ConnectionEvent['type'];

/** What the driver is to do. */
export type ConnectionEffect =
  /** `lateMs`: how long to wait for the first frame. `doubt`: of the former connection. */
  | { readonly do: 'open'; readonly by: ReadBy; readonly lateMs: number | undefined; readonly doubt: Doubt }
  | { readonly do: 'close' }
  /**
   * Waits: not at all, for a moment that spreads the reconnects of many clients, or as long as after `attempt` failures. Before that it waits
   * for `holdMs`, counted from now, and for what is left of an earlier hold: nothing ends a hold, nothing wakes it.
   */
  | {
      readonly do: 'pause';
      readonly how: 'none' | 'spread' | 'backoff';
      readonly attempt: number;
      readonly holdMs: number;
    }
  /** Tells when the doubt has lasted too long; or not. */
  | { readonly do: 'start-doubt' | 'end-doubt' }
  /** Tells when a stream may be tried again. */
  | { readonly do: 'plan-trial'; readonly afterMs: number };

/** A connection. */
export interface ConnectionMachine {
  readonly link: Link;
  readonly trust: Trust;
  /** How the next request reads. */
  readonly by: ReadBy;
  /** How the last one read whose first frame came. */
  readonly readBy: ReadBy;
  /** Attempts without success, or with one that did not last. */
  readonly attempt: number;
  readonly doubt: Doubt;
  /** How often a stream was collected since one was not. */
  readonly buffered: number;
  /** Whether the last stream fell silent after its first frame. */
  readonly silent: boolean;
  /** Why the server is not asked, if it has asked for that: by a frame `closed`, or by `Retry-After`. */
  readonly held: 'too-many-streams' | 'retry-after' | undefined;
  /** Attempts in a row that had no answer. */
  readonly unreached: number;
}

export const CLOSED_CONNECTION: ConnectionMachine = {
  link: 'idle',
  trust: 'connecting',
  by: 'stream',
  readBy: 'stream',
  attempt: 0,
  doubt: 'none',
  buffered: 0,
  silent: false,
  held: undefined,
  unreached: 0,
};

/** A connection that lasted this long counts as stable: the next attempt starts without backoff. */
const STEADY_MS = 5000;
/** A stream that was ended because there are too many is not opened again for so long: it would end the next one. */
const SHED_MS = 60_000;
/** A server that asks for a longer hold is asked again after this. */
const LONGEST_HOLD_MS = 600_000;
/** A stream's first frame comes at once. */
const LATE_MS = 5000;
/** The same where streams did not work before. Shorter than a doubt, so that a failed trial is not seen. */
const LATE_TRIAL_MS = 1000;
/** How long long polls are used until a stream is tried again, at first and at last. */
const TRIAL_MS = 300_000;
const LONGEST_TRIAL_MS = 3_600_000;

/** Names of what the link does on its way; see {@link connectionStep}. */
type Action = 'open' | 'close' | 'pause' | 'by-poll' | 'by-stream';
/** Where to, and what to do; or `ignored`. */
type LinkCell = readonly [Link, ...Action[]] | 'ignored';

type LinkEvent = Exclude<ConnectionEventType, 'current' | 'expired' | 'flowing' | 'taken-over' | 'silent'>;
type TrustEvent = Exclude<ConnectionEventType, 'retain' | 'ready' | 'late' | 'due' | 'flowing' | 'silent'>;

/** What the link does, by state and event. */
export const LINK: Readonly<Record<Link, Readonly<Record<LinkEvent, LinkCell>>>> = {
  idle: {
    retain: ['opening', 'open'],
    release: 'ignored',
    ready: 'ignored',
    ended: 'ignored',
    broken: 'ignored',
    collected: 'ignored',
    unreachable: 'ignored',
    refused: 'ignored',
    shed: 'ignored',
    reset: 'ignored',
    doubt: 'ignored',
    late: 'ignored',
    due: 'ignored',
    trial: 'ignored',
  },
  opening: {
    retain: 'ignored',
    release: ['idle', 'close'],
    ready: ['reading'],
    ended: ['pausing', 'pause'],
    broken: ['pausing', 'pause'],
    collected: ['opening', 'by-poll', 'open'],
    unreachable: ['pausing', 'by-stream', 'pause'],
    refused: ['pausing', 'by-stream', 'pause'],
    shed: ['pausing', 'pause'],
    reset: ['pausing', 'close', 'pause'],
    doubt: ['pausing', 'close', 'pause'],
    late: ['opening', 'by-poll', 'open'],
    due: 'ignored',
    trial: 'ignored',
  },
  reading: {
    retain: 'ignored',
    release: ['idle', 'close'],
    ready: 'ignored',
    ended: ['pausing', 'pause'],
    broken: ['pausing', 'pause'],
    collected: ['opening', 'by-poll', 'open'],
    unreachable: ['pausing', 'pause'],
    refused: ['pausing', 'pause'],
    shed: ['pausing', 'pause'],
    reset: ['pausing', 'close', 'pause'],
    doubt: ['pausing', 'close', 'pause'],
    late: ['opening', 'by-poll', 'open'],
    due: 'ignored',
    trial: ['opening', 'close', 'by-stream', 'open'],
  },
  pausing: {
    retain: 'ignored',
    release: ['idle'],
    ready: 'ignored',
    ended: 'ignored',
    broken: 'ignored',
    collected: 'ignored',
    unreachable: 'ignored',
    refused: 'ignored',
    shed: 'ignored',
    reset: 'ignored',
    doubt: 'ignored',
    late: 'ignored',
    due: ['opening', 'open'],
    trial: ['pausing', 'by-stream'],
  },
};

/** What may be believed, by state and event. `checking` is shown as `live`. */
export const TRUST: Readonly<Record<Trust, Readonly<Record<TrustEvent, Trust>>>> = {
  connecting: {
    current: 'live',
    doubt: 'connecting',
    'taken-over': 'connecting',
    trial: 'connecting',
    ended: 'connecting',
    broken: 'stale',
    collected: 'stale',
    unreachable: 'offline',
    refused: 'connecting',
    shed: 'connecting',
    reset: 'connecting',
    expired: 'connecting',
    release: 'connecting',
  },
  live: {
    current: 'live',
    doubt: 'checking',
    'taken-over': 'checking',
    trial: 'checking',
    ended: 'checking',
    broken: 'stale',
    collected: 'stale',
    unreachable: 'stale',
    refused: 'stale',
    shed: 'stale',
    reset: 'stale',
    expired: 'live',
    release: 'stale',
  },
  checking: {
    current: 'live',
    doubt: 'checking',
    'taken-over': 'checking',
    trial: 'checking',
    ended: 'checking',
    broken: 'stale',
    collected: 'stale',
    unreachable: 'offline',
    refused: 'stale',
    shed: 'stale',
    reset: 'stale',
    expired: 'stale',
    release: 'stale',
  },
  stale: {
    current: 'live',
    doubt: 'stale',
    'taken-over': 'stale',
    trial: 'stale',
    ended: 'stale',
    broken: 'stale',
    collected: 'stale',
    unreachable: 'offline',
    refused: 'stale',
    shed: 'stale',
    reset: 'stale',
    expired: 'stale',
    release: 'stale',
  },
  offline: {
    current: 'live',
    doubt: 'offline',
    'taken-over': 'offline',
    trial: 'offline',
    ended: 'offline',
    broken: 'stale',
    collected: 'stale',
    unreachable: 'offline',
    refused: 'stale',
    shed: 'stale',
    reset: 'stale',
    expired: 'offline',
    release: 'stale',
  },
};

/** Returns what an event means after what came before. */
function typeOf({ attempt, silent, buffered }: ConnectionMachine, { type }: ConnectionEvent, steady: boolean) {
  // A stream that ends again and again is not live.
  if (type === 'ended') return attempt > 0 && !steady ? 'broken' : type;
  return type === 'silent' ? (silent || buffered > 0 ? 'collected' : 'broken') : type;
}

/** Advances a connection. @returns what it is now, and what the driver is to do, in this order */
export function connectionStep(
  before: ConnectionMachine,
  event: ConnectionEvent,
): readonly [ConnectionMachine, readonly ConnectionEffect[]] {
  // It has been answered by itself.
  if (event.type === 'trial' && before.by === 'stream') return [before, []];
  const steady = 'lastedMs' in event && event.lastedMs >= STEADY_MS;
  const type = typeOf(before, event, steady);
  // Who came back during a hold waits for its end.
  const heldBack = type === 'retain' && before.link === 'idle' && before.held;
  const cell: LinkCell = heldBack
    ? ['pausing', 'pause']
    : type in LINK.idle
      ? LINK[before.link][type as LinkEvent]
      : 'ignored';
  const believed = type in TRUST.live && !(type === 'trial' && before.link !== 'reading');
  const trust = believed ? TRUST[before.trust][type as TrustEvent] : before.trust;
  const effects: ConnectionEffect[] = [];
  const next = { ...before, trust, link: cell === 'ignored' ? before.link : cell[0] };

  const holdMs =
    type === 'shed' ? SHED_MS : 'retryAfterMs' in event ? Math.min(event.retryAfterMs ?? 0, LONGEST_HOLD_MS) : 0;
  if (holdMs > 0 && next.link === 'pausing') next.held = type === 'shed' ? 'too-many-streams' : 'retry-after';
  if (type === 'due') next.held = undefined;
  if (type === 'unreachable') next.unreached++;
  else if (type === 'refused' || type === 'ready') next.unreached = 0;

  if (steady || (event.type === 'due' && event.woken) || type === 'retain') next.attempt = 0;
  if (event.type === 'doubt') {
    if (next.doubt !== 'moved') next.doubt = event.moved ? 'moved' : 'dead';
    // Streams may work in the other network.
    if (event.moved) next.by = 'stream';
  }
  if (event.type === 'flowing') next.buffered = 0;
  if (event.type === 'silent' || event.type === 'flowing') next.silent = event.type === 'silent';
  if (event.type === 'ready') {
    if (event.by === 'long-poll') {
      effects.push({
        do: 'plan-trial',
        afterMs: Math.min(TRIAL_MS * 2 ** Math.max(0, next.buffered - 1), LONGEST_TRIAL_MS),
      });
    }
    next.by = next.readBy = event.by;
  }
  if (trust === 'checking' && before.trust === 'live') effects.push({ do: 'start-doubt' });
  if (trust !== 'checking' && before.trust === 'checking') effects.push({ do: 'end-doubt' });

  for (const action of cell === 'ignored' ? [] : cell.slice(1)) {
    if (action === 'by-stream') next.by = 'stream';
    else if (action === 'by-poll') {
      next.by = 'long-poll';
      next.silent = false;
      next.buffered++;
    } else if (action === 'open') {
      const lateMs = next.by === 'long-poll' ? undefined : next.buffered > 0 ? LATE_TRIAL_MS : LATE_MS;
      effects.push({ do: 'open', by: next.by, lateMs, doubt: next.doubt });
      next.doubt = 'none';
    } else if (action === 'pause') {
      const failed = ['broken', 'unreachable', 'refused', 'shed'].includes(type);
      const soon = type === 'doubt' ? steady : type === 'reset';
      const how = failed || (next.attempt > 0 && type !== 'doubt') ? 'backoff' : soon ? 'none' : 'spread';
      effects.push({ do: 'pause', how, attempt: next.attempt, holdMs });
      next.attempt++;
    } else effects.push({ do: 'close' });
  }
  return [next, effects];
}
