import type { RequestEntry } from '../context/observed.js';

/** Writes a log of one line of JSON for each request and error. It has no token, and no text of anybody. */
export function jsonLog(write: (line: string) => void) {
  const line = (level: 'info' | 'error', message: string, members: object = {}) =>
    write(JSON.stringify({ time: new Date().toISOString(), level, message, ...members }));
  return {
    info: (message: string) => line('info', message),
    onRequest: ({ atMs: _atMs, ...entry }: RequestEntry) => line('info', 'request', entry),
    onError: ({ message, stack }: Error) => line('error', message, { stack }),
  };
}
