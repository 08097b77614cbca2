/** Options of an export. */
export interface ExportOptions {
  /** The reader's language, a BCP 47 tag: any `zh` is Chinese, anything else English. */
  readonly locale: string;
  /** The `https` URL of the task's page in your workbench, at most 2,048 characters. */
  readonly taskUrl: string;
  /** The current time, milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** IANA name, such as `Asia/Shanghai`: the message has one time for all its readers. @default the time zone of the process */
  readonly timeZone?: string | undefined;
}

/**
 * Why nothing was exported.
 *
 * - `link-invalid`: `taskUrl` is not an absolute `https` URL, contains credentials, white space, backslashes, quotes or angle brackets, or is
 *   longer than 2,048 characters
 * - `time-zone-unknown`: the process does not know `timeZone`
 * - `time-invalid`: `nowMs` is not a time
 * - `surface-unknown`: there is no such surface
 */
export type ExportProblem = {
  readonly code: 'link-invalid' | 'time-zone-unknown' | 'time-invalid' | 'surface-unknown';
};

/** Options that have been checked; the URL is written as browsers write it. */
export type ReadOptions = ExportOptions;

export const MAX_LINK = 2_048;

/** Checks options. */
export function readOptions(options: ExportOptions): ReadOptions | ExportProblem {
  const { locale, nowMs, timeZone } = options;
  const taskUrl = readLink(options.taskUrl);
  if (taskUrl === undefined) return { code: 'link-invalid' };
  // the range of `Date`
  if (!Number.isFinite(nowMs) || Math.abs(nowMs) > 8.64e15) return { code: 'time-invalid' };
  if (!isTimeZone(timeZone)) return { code: 'time-zone-unknown' };
  return { locale, nowMs, timeZone, taskUrl };
}

/** Time zones that the process knows: asking it costs more than the rest of an export. */
const timeZones = new Set<string | undefined>();

function isTimeZone(timeZone: string | undefined): boolean {
  if (timeZones.has(timeZone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return false;
  }
  // Those that differ by case alone would fill it.
  if (timeZones.size >= 1_000) timeZones.clear();
  timeZones.add(timeZone);
  return true;
}

/** Returns a URL that means the same to every client, else `undefined`. */
export function readLink(input: unknown): string | undefined {
  // Clients differ in how they read these.
  // oxlint-disable-next-line no-control-regex
  if (typeof input !== 'string' || input.length > MAX_LINK || /[\s\u0000-\u0020\u007F-\u00A0<>"'`\\|{}^]/.test(input))
    return undefined;
  if (!/^https:\/\/[^/]/i.test(input)) return undefined;
  let url: URL;
  try {
    url = new URL(input);
  } catch {
    return undefined;
  }
  const { href, protocol, username, password } = url;
  if (protocol !== 'https:' || username || password || href.length > MAX_LINK) return undefined;
  return href;
}
