import { onEnvironment, pageDocument } from '../util/environment.js';
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
  const document = pageDocument();
  if (!document) return online;
  let checked = moment();
  let timer: ReturnType<typeof setInterval> | undefined;
  const check = (): void => {
    const slept = msSince(checked) > CHECK_MS + LATE_MS;
    checked = moment();
    if (slept) onWake('asleep');
  };
  /** Timers of hidden pages are slow in any case. */
  const watch = (): void => {
    clearInterval(timer);
    checked = moment();
    if (!document.hidden) timer = setInterval(check, CHECK_MS);
  };
  watch();
  const undo = [
    online,
    onEnvironment('resume', () => onWake('asleep')),
    onEnvironment('pageshow', (event) => 'persisted' in event && event.persisted && onWake('asleep')),
    onEnvironment('visibilitychange', () => {
      watch();
      if (!document.hidden) onWake('unseen');
    }),
  ];
  return () => {
    clearInterval(timer);
    for (const stop of undo) stop();
  };
}
