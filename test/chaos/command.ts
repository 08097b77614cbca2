import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { bundled } from '../../scripts/bundled.mjs';
import { findNats } from '../support/nats/installed.ts';
import { startNats } from '../support/nats/start.ts';
import { findPostgres } from '../support/postgres/installed.ts';
import { startPostgres } from '../support/postgres/start.ts';
import { type Figures, type Kind, runPhase } from './phase.ts';
import { serialCursor } from './plant.ts';

const HELP = `npm run chaos [-- options]

Two server processes on PostgreSQL with hints over NATS, two with hints over NOTIFY, and one on the embedded database: processes are killed,
PostgreSQL is restarted, hints are dropped, connections are cut and delayed. Nothing may be lost, doubled or reordered.

--only=nats,notify,pglite  some parts
--commands=6000            of all parts together
--kills=24                 kill -9 of a server, also while it starts and stops
--restarts=2               of PostgreSQL
--drop=0.3                 share of hints that are dropped
--workers=16               clients at once
--plant=serial             plants a cursor of serial numbers, with which the run must fail`;

/** Shares of the commands and the kills. The embedded database takes seconds to start. */
const SHARES: Readonly<Record<Kind, number>> = { nats: 0.42, notify: 0.42, pglite: 0.16 };

/** Runs what is asked for. @returns the exit code */
export async function command(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string', default: 'nats,notify,pglite' },
      commands: { type: 'string', default: '6000' },
      kills: { type: 'string', default: '24' },
      restarts: { type: 'string', default: '2' },
      drop: { type: 'string', default: '0.3' },
      workers: { type: 'string', default: '16' },
      plant: { type: 'string' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const installed = findPostgres();
  const nats = findNats();
  const kinds = (Object.keys(SHARES) as Kind[]).filter((kind) => values.only.split(',').includes(kind));
  const missing = kinds.filter((kind) => (kind !== 'pglite' && !installed) || (kind === 'nats' && !nats));
  if (missing.length > 0) {
    console.error(`✗ ${missing.join(' and ')} cannot run here: install Debian's packages postgresql and nats-server.`);
    return 1;
  }
  const planted = values.plant === 'serial';
  const script = await bundled('test/chaos/server.ts', 'chaos-server', planted ? [serialCursor] : []);
  const postgres = installed && kinds.some((kind) => kind !== 'pglite') ? await startPostgres(installed) : undefined;
  const natsServer = nats !== undefined && kinds.includes('nats') ? await startNats(nats) : undefined;
  const all = kinds.reduce((sum, kind) => sum + SHARES[kind], 0);
  const shared = kinds.filter((kind) => kind !== 'pglite');
  const figures: Figures[] = [];
  try {
    for (const kind of kinds) {
      const share = SHARES[kind] / all;
      console.log(`→ ${kind}`);
      const result = await runPhase({
        kind,
        commands: Math.ceil(Number(values.commands) * share),
        kills: Math.ceil(Number(values.kills) * share),
        restarts: Math.ceil(Number(values.restarts) / Math.max(shared.length, 1)),
        drop: Number(values.drop),
        workers: Number(values.workers),
        script,
        postgres: kind === 'pglite' ? undefined : postgres,
        natsUrl: natsServer?.url,
        planted,
      });
      figures.push(result);
      say(result);
    }
  } finally {
    await natsServer?.stop();
    await postgres?.stop();
    await rm(script, { force: true });
  }
  return judge(figures, planted);
}

function say({ kind, faults, ...figures }: Figures): void {
  console.log(
    `  ${kind}: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  );
  // what was lost comes first
  const sorted = [...faults].sort((a, b) => Number(b.startsWith('lost')) - Number(a.startsWith('lost')));
  for (const fault of sorted.slice(0, 20)) console.log(`  ✗ ${fault}`);
  if (faults.length > 20) console.log(`  … and ${faults.length - 20} more`);
}

function judge(figures: readonly Figures[], planted: boolean): number {
  const faults = figures.reduce((sum, one) => sum + one.faults.length, 0);
  if (planted) {
    console.log(faults > 0 ? '\n✓ The planted fault was found.' : '\n✗ The planted fault was not found.');
    return faults > 0 ? 0 : 1;
  }
  console.log(
    faults === 0 ? '\n✓ 0 lost, 0 doubled, 0 reordered; every view is as a fresh one.' : `\n✗ ${faults} faults.`,
  );
  return faults === 0 ? 0 : 1;
}
