import type { Ports } from '../ports/ports.types.js';
import { moment, msSince } from '../util/moment.js';
import type { RetryTimer } from '../util/retry-timer.js';
import type { ConnectionEffect } from './connection-machine.js';

/** Spreads the reconnects of clients when a server ends its streams in an orderly way. */
const SPREAD_MS = 500;

/** The pauses of a connection. */
export interface Pauses {
  /** Waits as the effect says. @returns whether it was woken */
  readonly pause: (effect: ConnectionEffect & { readonly do: 'pause' }) => Promise<boolean>;
}

/** Creates the pauses of one connection. */
export function createPauses(ports: Ports, retryTimer: RetryTimer, closed: AbortSignal): Pauses {
  let heldFrom = moment(ports);
  let holdMs = 0;

  return {
    async pause({ how, attempt, holdMs: more }) {
      if (more > 0) {
        heldFrom = moment(ports);
        holdMs = more;
      }
      const leftMs = holdMs - msSince(ports, heldFrom);
      if (leftMs > 0) {
        await new Promise<void>((resolve) => {
          const cancel = ports.after(leftMs, () => {
            closed.removeEventListener('abort', cancel);
            resolve();
          });
          closed.addEventListener('abort', cancel);
        });
      }
      const ms = how === 'none' ? 0 : how === 'spread' ? ports.random() * SPREAD_MS : retryTimer.backoffMs(attempt);
      return retryTimer.wait(ms);
    },
  };
}
