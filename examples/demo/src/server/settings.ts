import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

/** How the demo was asked to run. */
export interface Settings {
  /** The stage's port; the other pages have the next three. 0 takes any four that are free. */
  readonly basePort: number;
  /** Where everything is kept. */
  readonly folder: string;
  /** Begin anew: the folder is emptied first. */
  readonly fresh: boolean;
  /** How long a "minute" of the demo's deadlines lasts, in milliseconds. */
  readonly minuteMs: number;
}

export const USAGE = `The demo of Sidecard: a stage with three people at one ticket.

  npm start                 goes on where it was left
  npm start -- --fresh      begins anew

  SIDECARD_DEMO_PORT        the stage's port, the pages have the next three (default 4310)
  SIDECARD_DEMO_DATA        the folder with everything that is kept (default examples/demo/.data)
  SIDECARD_DEMO_MINUTE_MS   how long a minute of the deadlines lasts, in milliseconds (default 60000)
`;

const HOME = fileURLToPath(new URL('../../.data', import.meta.url));

/** Reads arguments and environment. @returns the settings, or in words what is wrong */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings | { readonly wrong: string } {
  const stranger = args.find((arg) => arg !== '--fresh');
  if (stranger !== undefined) return { wrong: `The demo knows no "${stranger}".` };
  const basePort = numberFrom(env['SIDECARD_DEMO_PORT'], 4310);
  if (basePort === undefined || basePort > 65_532)
    return { wrong: 'SIDECARD_DEMO_PORT is to be a port, such as 4310.' };
  const minuteMs = numberFrom(env['SIDECARD_DEMO_MINUTE_MS'], 60_000);
  if (minuteMs === undefined || minuteMs < 10) {
    return { wrong: 'SIDECARD_DEMO_MINUTE_MS is to be a number of milliseconds, 10 or more.' };
  }
  const data = env['SIDECARD_DEMO_DATA'];
  return { basePort, minuteMs, fresh: args.includes('--fresh'), folder: data ? resolve(data) : HOME };
}

function numberFrom(text: string | undefined, preset: number): number | undefined {
  if (text === undefined || text === '') return preset;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
