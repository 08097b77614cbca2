import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

/** Command-line arguments and environment of the demo. */
export interface Settings {
  /** Port of the stage page; the other pages use the next three. 0 picks four free ports. */
  readonly basePort: number;
  /** Folder with the demo's data. */
  readonly folder: string;
  /** Whether to delete the data first. */
  readonly fresh: boolean;
  /** Length of one "minute" of the demo's deadlines, in milliseconds. */
  readonly minuteMs: number;
}

/** Also read by `npm start` before anything is compiled. */
export const USAGE = readFileSync(new URL('../../usage.txt', import.meta.url), 'utf8');

const HOME = fileURLToPath(new URL('../../.data', import.meta.url));

/** Parses arguments and environment. @returns the settings, or what is wrong with them */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings | { readonly wrong: string } {
  const unknownOption = args.find((arg) => arg !== '--fresh');
  if (unknownOption !== undefined) return { wrong: `Unknown option "${unknownOption}".` };
  const basePort = numberFrom(env['SIDECARD_DEMO_PORT'], 4310);
  if (basePort === undefined || basePort > 65_532)
    return { wrong: 'SIDECARD_DEMO_PORT must be a port from 0 to 65532.' };
  const minuteMs = numberFrom(env['SIDECARD_DEMO_MINUTE_MS'], 60_000);
  if (minuteMs === undefined || minuteMs < 10) {
    return { wrong: 'SIDECARD_DEMO_MINUTE_MS must be a number of milliseconds, at least 10.' };
  }
  const data = env['SIDECARD_DEMO_DATA'];
  return { basePort, minuteMs, fresh: args.includes('--fresh'), folder: data ? resolve(data) : HOME };
}

function numberFrom(text: string | undefined, preset: number): number | undefined {
  if (text === undefined || text === '') return preset;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
