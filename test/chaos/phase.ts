import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite, openPostgres } from '@sidecard/server/node';
import pg from 'pg';
import { allSent, FeedReader, Hosts } from './feed.ts';
import { buyerOf, mainOf, SHOPS, shopOf } from './people.ts';
import { ServerProcess } from './processes.ts';
import { Proxy, wait } from './proxy.ts';
import { Reader } from './readers.ts';
import { compareData, compareFeeds, compareViews, type Faults } from './verdict.ts';
import { work } from './workload.ts';

/** What servers share. */
export type Kind = 'nats' | 'notify' | 'pglite';

/** One part of a run. */
export interface PhaseOptions {
  readonly kind: Kind;
  readonly commands: number;
  readonly kills: number;
  readonly restarts: number;
  /** Share of hints that are dropped. */
  readonly drop: number;
  readonly workers: number;
  /** The bundled server. */
  readonly script: string;
  readonly postgres?: { readonly socket: string; readonly restart: () => Promise<void> } | undefined;
  readonly natsUrl?: string | undefined;
  /** Whether the fault is planted. */
  readonly planted: boolean;
}

/** What a part of a run has done and found. */
export interface Figures {
  readonly kind: Kind;
  readonly commands: number;
  readonly done: number;
  readonly refused: number;
  readonly repeated: number;
  readonly kills: number;
  readonly restarts: number;
  readonly cuts: number;
  readonly connects: number;
  readonly lines: number;
  /** Attempts to send one. */
  readonly webhooks: number;
  /** Read from feeds. */
  readonly posts: number;
  readonly seconds: number;
  readonly faults: Faults;
}

/** Runs servers under faults, and then says what was lost, doubled or reordered. */
export async function runPhase(options: PhaseOptions): Promise<Figures> {
  const { kind, commands, workers, script, postgres, natsUrl, planted } = options;
  const began = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'sidecard-chaos-'));
  const name = `chaos_${kind}`;
  const direct = postgres && `postgres://sidecard@/${name}?host=${encodeURIComponent(postgres.socket)}`;
  const data = postgres && (await Proxy.start({ path: `${postgres.socket}/.s.PGSQL.5432` }, 10));
  if (postgres) await createDatabase(postgres.socket, name, planted);
  const servers: ServerProcess[] = [];
  const proxies: Proxy[] = [];
  const ports = await freePorts(kind === 'pglite' ? 1 : 2);
  for (const port of ports) {
    servers.push(
      new ServerProcess(script, {
        CHAOS_PORT: String(port),
        CHAOS_FOLDER: join(folder, 'data'),
        CHAOS_DROPPED: String(options.drop),
        ...(data ? { DATABASE_URL: `postgres://sidecard@127.0.0.1:${data.port}/${name}` } : {}),
        ...(kind === 'nats' ? { NATS_URL: natsUrl ?? '' } : {}),
      }),
    );
    proxies.push(await Proxy.start({ port }, 40));
  }
  await Promise.all(servers.map((server) => server.start()));
  for (const server of servers) if (!server.isRunning) throw new Error(`A server did not start: ${server.log}`);
  const urls = proxies.map(({ port }) => `http://127.0.0.1:${port}`);
  const readers = Array.from({ length: SHOPS }, (_, n) => shopOf(n)).flatMap((shop, n) => [
    new Reader(mainOf(shop), urls, n),
    new Reader(buyerOf(shop), urls, n + 1),
  ]);
  const hosts = await Hosts.start();
  const feeds = Array.from({ length: SHOPS }, (_, n) => new FeedReader(shopOf(n), urls));
  const url = `http://127.0.0.1:${ports[0]}`;
  for (const { shop } of feeds) await hosts.listenTo(shop, url);
  await Promise.all(readers.map((reader) => reader.start()));
  for (const feed of feeds) feed.start();

  const faults = disturb(options, servers, [...proxies, ...(data ? [data] : [])]);
  let sent;
  try {
    sent = await work(urls, commands, workers);
    await faults.enough();
  } finally {
    await faults.stop();
  }
  for (const server of servers) if (!server.isRunning) await server.start();
  await Promise.all(feeds.map(({ shop }) => allSent(shop, url)));
  await quiet(() =>
    sum([...readers.map(({ seqs }) => seqs.length), ...feeds.map(({ ids }) => ids.length), hosts.count]),
  );
  const found = await compareViews(url, readers);
  await Promise.all([...readers, ...feeds].map((reader) => reader.stop()));
  await Promise.all(servers.map((server) => server.end('SIGTERM')));
  const database = direct ? await openPostgres(direct) : await openPglite(join(folder, 'data'));
  found.push(...(await compareData(database, sent, readers)), ...(await compareFeeds(database, feeds, hosts)));
  await database.close();
  for (const { crashes } of servers) found.push(...crashes.map((log) => `a server ended by itself: ${log}`));
  for (const proxy of proxies) proxy.stop();
  data?.stop();
  hosts.stop();
  await rm(folder, { recursive: true, force: true });
  return {
    ...{ kind, commands, done: sent.done.size, refused: sum([...sent.refused.values()]), repeated: sent.attempts },
    ...{ kills: faults.kills(), restarts: faults.restarts() },
    cuts: sum([...proxies, ...(data ? [data] : [])].map(({ cuts }) => cuts)),
    connects: sum(readers.map(({ connects }) => connects)),
    lines: sum(readers.map(({ seqs }) => seqs.length)),
    ...{ webhooks: hosts.attempts, posts: sum(feeds.map(({ ids }) => ids.length)) },
    seconds: Math.round((Date.now() - began) / 1000),
    faults: found,
  };
}

/** Kills servers while they run, start and stop, restarts the database, and cuts connections, until it is stopped. */
function disturb(
  { kills, restarts, postgres }: PhaseOptions,
  servers: readonly ServerProcess[],
  proxies: readonly Proxy[],
) {
  let stopped = false;
  const count = { kills: 0, restarts: 0 };
  let reached = () => {};
  const enough = new Promise<void>((resolve) => (reached = resolve));
  const isEnough = () => count.kills >= kills && count.restarts >= (postgres ? restarts : 0);
  const killing = (async () => {
    for (let n = 0; !stopped; n++) {
      const server = servers[n % servers.length]!;
      await wait(800 + Math.random() * 1_500);
      if (stopped) break;
      if (count.kills < kills) {
        if (n % 3 === 2) {
          // while it stops
          server.ask();
          await wait(Math.random() * 60);
        }
        await server.end('SIGKILL');
        count.kills++;
        if (n % 3 === 1 && count.kills < kills) {
          // while it starts
          void server.start();
          await wait(100 + Math.random() * 900);
          await server.end('SIGKILL');
          count.kills++;
        }
      }
      if (!server.isRunning) await server.start();
      if (postgres && count.restarts < restarts && count.kills >= (kills * (count.restarts + 1)) / (restarts + 1)) {
        await postgres.restart();
        count.restarts++;
      }
      if (isEnough()) reached();
    }
  })();
  const cutting = (async () => {
    while (!stopped) {
      await wait(300 + Math.random() * 1_200);
      for (const proxy of proxies) proxy.cut(0.06);
    }
  })();
  return {
    enough: () => enough,
    kills: () => count.kills,
    restarts: () => count.restarts,
    async stop() {
      stopped = true;
      await Promise.all([killing, cutting]);
    },
  };
}

/** How long readers must have nothing to read. What is later counts as lost. */
const QUIET_MS = 10_000;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Resolves when nothing more has been read for a while. */
async function quiet(read: () => number): Promise<void> {
  for (let before = -1; before !== read(); await wait(QUIET_MS)) before = read();
}

async function createDatabase(socket: string, name: string, planted: boolean): Promise<void> {
  const admin = new pg.Client({ host: socket, user: 'sidecard', database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  if (!planted) return;
  const client = new pg.Client({ host: socket, user: 'sidecard', database: name });
  await client.connect();
  await client.query('create sequence planted');
  await client.end();
}

async function freePorts(count: number): Promise<readonly number[]> {
  const proxies = await Promise.all(Array.from({ length: count }, () => Proxy.start({ port: 1 }, 0)));
  const ports = proxies.map(({ port }) => port);
  for (const proxy of proxies) proxy.stop();
  return ports;
}
