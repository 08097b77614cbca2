import type { Ports } from '../ports/ports.types.js';
import { moment, msSince } from '../util/moment.js';

/** With the two seconds of a doubt: a dead path is believed for three seconds at most. */
const CHECK_MS = 1000;
/** Timers of a visible page are never this late, and its clock not put back by this much, unless the device slept or the page hung. */
const LATE_MS = 10_000;

/**
 * Watches for the end of a sleep: of the device, of a frozen page, or of the network.
 *
 * @param onWake - `unseen`: the page has only become visible again
 * @returns stops watching
 */
export function watchWake(ports: Ports, onWake: (why: 'asleep' | 'unseen') => void): () => void {
  const { onPage, isHidden } = ports;
  const undo = (['online', 'offline'] as const).map((event) => onPage(event, () => onWake('asleep')));
  const stop = (): void => undo.forEach((end) => end());
  if (isHidden() === undefined) return stop;
  let checked = moment(ports);
  let stopChecks = (): void => {};
  const check = (): void => {
    // A clock that was put back may hide a sleep.
    const slept = msSince(ports, checked) > CHECK_MS + LATE_MS || ports.now() < checked.wallMs - LATE_MS;
    checked = moment(ports);
    if (slept) onWake('asleep');
  };
  /** Timers of hidden pages are slow in any case. */
  const watch = (): void => {
    stopChecks();
    checked = moment(ports);
    if (!isHidden()) stopChecks = ports.every(CHECK_MS, check);
  };
  watch();
  undo.push(
    onPage('resume', () => onWake('asleep')),
    onPage('pageshow', ({ persisted }) => persisted && onWake('asleep')),
    onPage('visibilitychange', () => {
      watch();
      if (!isHidden()) onWake('unseen');
    }),
  );
  return () => {
    stopChecks();
    stop();
  };
}
