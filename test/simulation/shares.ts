import { fork } from 'node:child_process';
import { once } from 'node:events';
import { FAULTS } from './faults.ts';

/** What one process runs. */
export interface Share {
  readonly from: number;
  readonly seeds: number;
  readonly steps: number;
  readonly fault: string | undefined;
  readonly versions: boolean;
  /** Such as `1/2`: the first half. */
  readonly part: string;
}

/** What came of many seeds. */
export interface Total {
  readonly seeds: number;
  readonly failed: number;
  readonly virtualMs: number;
  readonly checks: number;
  readonly events: number;
  readonly commits: number;
  readonly confirmed: number;
}

/** How a planted fault was found, if it was. */
export interface Found {
  readonly name: string;
  readonly seed?: number;
  readonly invariant?: string;
}

export const ZERO: Total = { seeds: 0, failed: 0, virtualMs: 0, checks: 0, events: 0, commits: 0, confirmed: 0 };

export function sum(one: Total, other: Total): Total {
  const keys = Object.keys(ZERO) as (keyof Total)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as unknown as Total;
}

export const summary = ({ seeds, failed, virtualMs, checks, events, commits, confirmed }: Total, s: number): string =>
  `${seeds} seeds, ${failed} failed, ${s.toFixed(1)} s: ${((seeds / s) * 60).toFixed(0)} seeds a minute, ` +
  `${(virtualMs / 60_000 / seeds).toFixed(1)} minutes each, ${(virtualMs / 1_000 / s).toFixed(0)} times real time; ` +
  `${checks} checks, ${events} events, ${commits} commits, ${confirmed} confirmed.`;

/** A row of the table in docs/simulation.md. */
export const rowOf = ({ name, seed, invariant }: Found, seeds: number): string =>
  `| ${name} | ${seed ?? `not in ${seeds}`} | ${invariant === undefined ? '' : `\`${invariant}\``} |`;

/** Lets processes run a part each, and adds up what came of it. @returns the exit code */
export async function share(
  args: readonly string[],
  processes: number,
  faults: boolean,
  seeds: number,
): Promise<number> {
  const began = performance.now();
  const results: unknown[] = [];
  const codes = await Promise.all(
    Array.from({ length: processes }, async (_, at) => {
      // Much is made and thrown away at once.
      const execArgv = ['--max-semi-space-size=32'];
      const child = fork(process.argv[1]!, [...args, '--part', `${at + 1}/${processes}`], { execArgv });
      child.on('message', (result) => void results.push(result));
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      if (code === null) console.error(`Part ${at + 1} of ${processes} was ended by ${signal}.`);
      return code ?? 1;
    }),
  );
  if (faults) {
    const found = results.flat() as Found[];
    console.log('| Fault | Seeds | Found by |\n| --- | --- | --- |');
    for (const { name } of FAULTS) {
      const one = found.find((each) => each.name === name);
      if (one) console.log(rowOf(one, seeds));
    }
  } else {
    const total = (results as Total[]).reduce(sum, ZERO);
    console.log(summary(total, (performance.now() - began) / 1_000));
  }
  return Math.max(...codes);
}
