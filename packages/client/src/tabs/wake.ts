import { onEnvironment, page } from '../util/environment.js';
import { moment, msSince } from '../util/moment.js';

const CHECK_MS = 5000;
/** Timers of a visible page are never this late, unless the device slept or the page hung. */
const LATE_MS = 10_000;

/**
 * Watches for the end of a sleep: of the device, of a frozen page, or of the network.
 *
 * @param onWake - `unseen`: the page has only become visible again
 * @returns stops watching
 */
export function watchWake(onWake: (why: 'asleep' | 'unseen') => void): () => void {
  const online = onEnvironment('online', () => onWake('asleep'));
  const document = page();
  if (!document) return online;
  let checked = moment();
  const check = (): void => {
    const slept = msSince(checked) > CHECK_MS + LATE_MS;
    checked = moment();
    // Timers of hidden pages are slow in any case.
    if (slept && !document.hidden) onWake('asleep');
  };
  const timer = setInterval(check, CHECK_MS);
  const undo = [
    online,
    onEnvironment('resume', () => onWake('asleep')),
    onEnvironment('pageshow', (event) => 'persisted' in event && event.persisted && onWake('asleep')),
    onEnvironment('visibilitychange', () => {
      checked = moment();
      if (!document.hidden) onWake('unseen');
    }),
  ];
  return () => {
    clearInterval(timer);
    for (const stop of undo) stop();
  };
}
