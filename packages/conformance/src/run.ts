import { Skipped, Unmet, type Check } from './check.js';
import { short } from './demand.js';
import { CHECKS } from './checks/all.js';
import { World, type Target } from './world.js';

/** The longest time that a check may take, in milliseconds. */
const CHECK_MS = 60_000;

/** What became of a check. */
export interface Result extends Pick<Check, 'id' | 'says' | 'section'> {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What is wrong, or why it was skipped. */
  readonly why?: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** What became of all checks. */
export interface Report {
  readonly url: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly results: readonly Result[];
}

/** Options of {@link checkConformance}. */
export interface ConformanceOptions extends Target {
  /** Whether to run a check. Called just before. @default all */
  readonly only?: (id: string) => boolean;
  /** Ends after the first failure. @default false */
  readonly bail?: boolean;
  /** Called with each result. */
  readonly onResult?: (result: Result) => void;
}

/**
 * Checks a server over HTTP, one check after another. The checks open cases in two shops of their own, and leave them there: use a server
 * for tests. If the first result, `set-up`, has failed, the server does not answer or takes none of the tokens: nothing else is checked.
 */
export async function checkConformance({
  only,
  bail = false,
  onResult,
  ...target
}: ConformanceOptions): Promise<Report> {
  const world = new World(target);
  const results: Result[] = [];
  const add = (result: Result) => {
    results.push(result);
    onResult?.(result);
  };
  const from = Date.now();
  const setUp = {
    id: 'set-up',
    says: 'Accounts of two shops sign in, and their main accounts let one handle tasks.',
    section: 'tokens',
  };
  try {
    await world.prepare();
    add({ ...setUp, outcome: 'passed', ms: Date.now() - from });
  } catch (error) {
    add({ ...setUp, outcome: 'failed', why: wordsOf(error, world.last), ms: Date.now() - from });
    return reportOf(world.url, results);
  }
  for (const check of CHECKS) {
    if (only && !only(check.id)) continue;
    add(await runOne(check, world));
    if (bail && results.at(-1)?.outcome === 'failed') break;
  }
  return reportOf(world.url, results);
}

async function runOne(check: Check, world: World): Promise<Result> {
  const { id, says, section, needs } = check;
  const from = Date.now();
  const result = (outcome: Result['outcome'], why?: string): Result => ({
    ...{ id, says, section, outcome, ms: Date.now() - from },
    ...(why === undefined ? {} : { why }),
  });
  if (needs === 'faulty-tokens' && !world.tokens.faulty)
    return result('skipped', 'Wrong tokens can be signed only with --secret.');
  if (needs === 'origin' && world.origin === undefined)
    return result('skipped', 'Name an allowed origin with --origin.');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unmet(`The check had no end after ${CHECK_MS / 1000} s.`)), CHECK_MS);
  });
  world.last = undefined;
  try {
    await Promise.race([check.run(world), late]);
    return result('passed');
  } catch (error) {
    return error instanceof Skipped ? result('skipped', error.message) : result('failed', wordsOf(error, world.last));
  } finally {
    clearTimeout(timer);
    world.endStreams();
  }
}

function wordsOf(error: unknown, last: string | undefined): string {
  if (error instanceof Unmet) return error.message;
  if (!(error instanceof Error)) return String(error);
  return `The answer cannot be read: ${error.message}${last === undefined ? '' : `. ${short(last, 600)}`}`;
}

function reportOf(url: string, results: readonly Result[]): Report {
  const count = (outcome: Result['outcome']) => results.filter((one) => one.outcome === outcome).length;
  return { url, passed: count('passed'), failed: count('failed'), skipped: count('skipped'), results };
}
