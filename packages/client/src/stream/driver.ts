import type { ClientErrorCode } from '../model/client-error.js';
import type { Connection } from '../model/connection.js';
import type { Ports } from '../ports/ports.types.js';
import { isPassing } from '../transport/answer.js';
import { isReady } from '../transport/checks.js';
import type { Tokens } from '../transport/tokens.js';
import type { TransportFrame } from '../transport/transport.types.js';
import { moment, msSince } from '../util/moment.js';
import { omitUndefined } from '../util/omit-undefined.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { type Position, positionOf, reaches } from '../transport/position.js';
import type { Tabs } from '../tabs/tabs.js';
import { CLOSED_CONNECTION, connectionStep } from './connection-machine.js';
import type { ConnectionEffect, ConnectionEvent, ConnectionMachine } from './connection-machine.js';
import { createPauses } from './pauses.js';
import { setupErrorOf } from './refusal.js';
import { connectionOf, endOf } from './shown.js';
import type { Stream } from './stream.js';

/** A page that is seen again believes what was heard within this time. */
const UNSEEN_MS = 2000;
/** Maximum time in which a stream counts as live while it is in doubt. */
const DOUBT_MS = 2000;
/** A connection that is younger is not doubted because another request got no answer. */
const YOUNG_MS = 3000;
/** A server may be slow: not more than one connection in this time is doubted because an answer takes long. */
const SETTLED_MS = 30_000;
const UNANSWERED_MS = 1000;
/** What a stream begins with comes within this time; what comes later shows that nothing collects it. */
const BEGINNING_MS = 5000;
/** What {@link createDriver} takes. */
export interface DriverOptions {
  readonly ports: Ports;
  readonly retryTimer: RetryTimer;
  readonly stream: Pick<Stream, 'forget' | 'firstAnswer'>;
  readonly tokens: Tokens;
  readonly closed: AbortSignal;
  /** The server's time, milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** The same, once the server has told it. */
  readonly serverTime: () => number | undefined;
  readonly onServerTime: (ms: number) => void;
  /** Called with the time of a heartbeat, which may have been on its way for long. */
  readonly onHeartbeat: (ms: number) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Called when a stream could not be opened, and none ever was. */
  readonly onNoContact: () => void;
  /** Called when the stream is refused again and again because of the client's set-up. */
  readonly onSetupError: (code: ClientErrorCode, cause: unknown) => void;
  /**
   * Called with frames in order, without repetition. `at` is the position of a frame in the log.
   *
   * @returns whether the frame follows the protocol. If a frame of the log does not, the stream is reset, which reloads everything
   */
  readonly onFrame: (frame: TransportFrame, at: Position | undefined) => boolean;
  /** Loads what the stream does not carry: the session, and observed data older than the stream. @returns whether everything was loaded */
  readonly catchUp: () => Promise<boolean>;
}

/** Opens the stream of a client, reads it, and opens it again. */
export interface StreamDriver extends Pick<Stream, 'doubt' | 'reset'> {
  /** Opens the stream. */
  readonly retain: () => void;
  /** Closes it. */
  readonly release: () => void;
  /** Position from which on reading has no gaps. */
  readonly start: () => Position | undefined;
}

/** Creates the driver of a stream that is closed. @param events - where frames come from */
export function createDriver(options: DriverOptions, { events }: Pick<Tabs, 'events'>): StreamDriver {
  const { ports, stream, tokens, closed, onFrame, catchUp } = options;
  const pauseFor = createPauses(ports, options.retryTimer, closed).pause;
  let machine = CLOSED_CONNECTION;
  /** The last log frame that was read. */
  let cursor: Position | undefined;
  /** Position from which on reading has no gaps. */
  let start: Position | undefined;
  let shown: Connection = { state: 'connecting', asOfMs: 0, by: 'stream' };
  let asOfMs = 0;
  let heard = moment(ports);
  /** When the request was sent, and when its first frame came. */
  let opened = moment(ports);
  let began = moment(ports);
  let disconnect = (): void => {};
  let cancelDoubt = (): void => {};
  let cancelTrial: (() => void) | undefined;
  /** How often in a row it was refused. The first time, the token may have expired. */
  let refusals = 0;
  /** Counts pauses: one that was left early is over. */
  let pauses = 0;

  function dispatch(event: ConnectionEvent): void {
    const [next, effects] = connectionStep(machine, event);
    machine = next;
    if (next.link !== 'pausing') pauses++;
    for (const effect of effects) perform(effect);
    // An effect may have had another event.
    show(machine);
  }

  function perform(effect: ConnectionEffect): void {
    if (effect.do === 'open') void read(effect);
    else if (effect.do === 'close') disconnect();
    else if (effect.do === 'pause') void pause(effect);
    else if (effect.do === 'plan-trial') cancelTrial ??= ports.after(effect.afterMs, () => endTrial(true));
    else {
      cancelDoubt();
      if (effect.do === 'start-doubt') cancelDoubt = ports.after(DOUBT_MS, () => dispatch({ type: 'expired' }));
    }
  }

  function forget(): void {
    cursor = start = undefined;
    stream.forget();
  }

  function endTrial(due: boolean): void {
    cancelTrial?.();
    cancelTrial = undefined;
    if (due) dispatch({ type: 'trial' });
  }

  function show(now: ConnectionMachine): void {
    const firstAnswer = stream.firstAnswer();
    const asOf = asOfMs || (firstAnswer ? options.now() - msSince(ports, firstAnswer) : 0);
    const next = connectionOf(now, asOf, ports.isOnline());
    if (next.state === shown.state && next.by === shown.by && next.reason === shown.reason) return;
    shown = next;
    options.onConnection(next);
  }

  async function pause(effect: ConnectionEffect & { readonly do: 'pause' }): Promise<void> {
    const mine = ++pauses;
    const woken = await pauseFor(effect);
    if (mine === pauses) dispatch({ type: 'due', woken });
  }

  /** @returns whether the frame is the next one and follows the protocol, or was read before */
  function follow(frame: TransportFrame): boolean {
    const at = positionOf(frame.id);
    if (reaches(cursor, at)) return true;
    if (!at || at.epoch !== cursor?.epoch || at.seq !== cursor.seq + 1) return false;
    cursor = at;
    return onFrame(frame, at);
  }

  /** Reads a connection until it ends, or is closed. */
  async function read({ by, lateMs, doubt }: ConnectionEffect & { readonly do: 'open' }): Promise<void> {
    const connection = new AbortController();
    const { signal } = connection;
    disconnect = () => connection.abort();
    opened = moment(ports);
    let head: Position | undefined;
    let caughtUp = false;
    let flows = false;
    let polled: boolean | undefined;
    const end = (
      type: 'ended' | 'broken' | 'silent' | 'unreachable' | 'refused' | 'shed' | 'reset' | 'late',
      retryAfterMs?: number,
    ): void => {
      if (!signal.aborted) dispatch(omitUndefined({ type, lastedMs: msSince(ports, opened), retryAfterMs }));
      connection.abort();
    };
    const checkCurrent = (): void => {
      if (caughtUp && !signal.aborted && reaches(cursor, head)) dispatch({ type: 'current' });
    };
    const begin = ({ data, polled: isPolled }: TransportFrame): boolean => {
      if (!isReady(data)) throw new TypeError('The first frame is invalid.');
      polled = isPolled;
      options.onServerTime(data.serverTimeMs);
      began = moment(ports);
      refusals = 0;
      head = positionOf(data.head);
      if (!head || (cursor && !reaches(head, cursor))) return false;
      if (!cursor) cursor = start = head;
      if (!polled) endTrial(false);
      dispatch({ type: 'ready', by: polled ? 'long-poll' : 'stream' });
      void catchUp().then((done) => {
        caughtUp = done;
        if (done) checkCurrent();
        else end('broken');
      });
      return true;
    };

    let token: string | undefined;
    try {
      token = await tokens.get();
      const lastEventId = cursor && `${cursor.epoch}.${cursor.seq}`;
      const poll = by === 'long-poll' || undefined;
      const request = omitUndefined({ token, lastEventId, signal, poll, firstFrameMs: lateMs });
      for await (const frame of events(request, doubt)) {
        if (signal.aborted) return;
        heard = moment(ports);
        asOfMs = options.now();
        if (head && !flows && !polled && msSince(ports, began) > BEGINNING_MS) {
          flows = true;
          dispatch({ type: 'flowing' });
        }
        if (frame.event === 'comment') {
          if (Number(frame.data) > 0) options.onHeartbeat(Number(frame.data));
          asOfMs = options.now();
          continue;
        }
        if (frame.event === 'closed') return end('shed');
        const fits =
          frame.event === 'ready' ? begin(frame) : frame.event !== 'reset' && (frame.id === undefined || follow(frame));
        if (!fits) {
          forget();
          return end('reset');
        }
        if (frame.id === undefined) onFrame(frame, undefined);
        else checkCurrent();
      }
      end('ended');
    } catch (error) {
      const { status } = error as { readonly status?: unknown };
      const { type, retryAfterMs } = endOf(error, !!head, options.serverTime());
      if (status === 401) tokens.reject(token);
      if (!signal.aborted && typeof status === 'number' && !isPassing(status) && refusals++ > 0) {
        const code = setupErrorOf(error, token);
        if (code) options.onSetupError(code, error);
      }
      if (asOfMs === 0 && type !== 'late' && !signal.aborted) options.onNoContact();
      end(type, retryAfterMs);
    } finally {
      connection.abort();
    }
  }

  function release(): void {
    endTrial(false);
    dispatch({ type: 'release' });
  }
  closed.addEventListener('abort', release);

  return {
    retain: () => dispatch({ type: 'retain' }),
    release,
    start: () => start,
    doubt(why) {
      if (why === 'taken-over') return dispatch({ type: why });
      if (why !== 'asleep' && why !== 'shared' && machine.trust !== 'live' && machine.trust !== 'checking') return;
      if (why === 'unseen' && msSince(ports, heard) < UNSEEN_MS) return;
      if (why === 'unreachable' && msSince(ports, began) < YOUNG_MS) return;
      if (why === 'unanswered' && (msSince(ports, began) < SETTLED_MS || msSince(ports, heard) < UNANSWERED_MS)) return;
      dispatch({ type: 'doubt', lastedMs: msSince(ports, opened), moved: why === 'asleep' });
    },
    reset() {
      forget();
      dispatch({ type: 'reset', lastedMs: msSince(ports, opened) });
    },
  };
}
