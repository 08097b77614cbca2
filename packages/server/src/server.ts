import { builtInTypes, indexTypes } from '@sidecard/core';
import { Kysely } from 'kysely';
import { createMemoryBus } from './bus/memory-bus.js';
import { createDatabaseClock } from './clock.js';
import { createMerchantQueue } from './commands/merchant-queue.js';
import { createScheduler } from './deadlines/scheduler.js';
import { createCardSigner } from './deliveries/card-signer.js';
import { createCardRouter } from './deliveries/routing.js';
import { forgetOld } from './storage/forget.js';
import { problem, problemResponse } from './http/problem.js';
import type { ServerOptions, SidecardServer } from './options.js';
import { createPolicyOf } from './policy.js';
import { createApp } from './routes/app.js';
import type { ServerParts } from './server-parts.js';
import type { Services } from './services.js';
import { migrate } from './storage/migrations.js';
import type { Tables } from './storage/schema.js';
import { Connections } from './streams/connections.js';
import { createPresence } from './streams/presence.js';

/** How often streams and deliveries are swept, in milliseconds. A lost hint is made up for within it. */
const SWEEP_MS = 1_000;
const RENEW_MS = 15_000;
const FORGET_MS = 3_600_000;

/**
 * Makes the authoritative backend: one Fetch-API handler with its timers. It works from the first request; {@link SidecardServer.start}
 * lets deadlines and heartbeats run by themselves.
 */
export function createSidecardServer(options: ServerOptions): SidecardServer {
  const parts = partsOf(options);
  const { db, clock, bus, connections, presence, report } = parts;
  const app = createApp(parts);
  const scheduler = createScheduler(parts);
  const unsubscribe = bus.subscribe((hint) => {
    connections.heed(hint);
    if (hint.kind === 'deadline') scheduler.heed(hint.dueAtMs);
  });

  let ready: Promise<void> | undefined;
  const prepare = () => {
    ready ??= (async () => {
      await migrate(db);
      await parts.refreshClock();
      await parts.cardSigner.publicKeys();
    })();
    ready.catch(() => {
      // the next request tries again
      ready = undefined;
    });
    return ready;
  };

  const done = { sweep: -Infinity, renew: -Infinity, forget: -Infinity };
  const isTime = (what: keyof typeof done, everyMs: number) => {
    const now = clock.now();
    // a clock that was set back must not stop anything
    if (now - done[what] < everyMs && now >= done[what]) return false;
    done[what] = now;
    return true;
  };
  const maintain = async (): Promise<void> => {
    if (isTime('renew', RENEW_MS)) {
      await parts.refreshClock();
      await presence.renew();
    }
    await connections.sweep();
    if (isTime('forget', FORGET_MS)) await forgetOld(db, clock.now());
  };

  let running: { stop: () => Promise<void> } | undefined;
  return {
    async fetch(request) {
      try {
        await prepare();
        return await app.fetch(request);
      } catch (error) {
        report(error);
        return problemResponse(problem('unavailable', {}, { 'Retry-After': '2' }));
      }
    },
    async start() {
      await prepare();
      running ??= scheduler.run(async () => {
        if (isTime('sweep', SWEEP_MS)) await maintain();
      });
    },
    async stop() {
      unsubscribe();
      await running?.stop();
      running = undefined;
      await connections.close();
    },
    async rotateCardKey(options) {
      await prepare();
      return parts.cardSigner.rotate(options);
    },
    async tick() {
      await prepare();
      await scheduler.fireDue();
      await maintain();
    },
  };
}

function partsOf(options: ServerOptions): ServerParts & { refreshClock(): Promise<void> } {
  const { database, verify, orders, clock: ticking = 'database', bus = createMemoryBus() } = options;
  const db = new Kysely<Tables>({ dialect: database.dialect });
  const databaseClock = ticking === 'database' ? createDatabaseClock(db) : undefined;
  const clock = ticking === 'database' ? (databaseClock ?? { now: () => Date.now() }) : ticking;
  const report = (error: unknown) => reportTo(options.onError, error);
  const services: Services = {
    db,
    verify,
    orders,
    types: indexTypes(options.types ?? builtInTypes),
    clock,
    bus,
    queue: createMerchantQueue(),
    node: crypto.randomUUID(),
    newId: options.newId ?? (() => crypto.randomUUID()),
    policyOf: createPolicyOf(options.policy, { clock, report }),
    routeCard: createCardRouter(options.recipients, report),
    cardSigner: createCardSigner({ db, clock }),
    report,
  };
  const presence = createPresence(services);
  return {
    ...services,
    presence,
    connections: new Connections(services, presence),
    allowedOrigins: options.allowedOrigins ?? [],
    refreshClock: async () => databaseClock?.refresh(),
  };
}

/** Name, message and stack alone: a driver's error carries the statement's parameters, and those are people's words. */
function reportTo(onError: ServerOptions['onError'], cause: unknown): void {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const bare = new Error(`${error.name}: ${error.message}`);
  bare.stack = error.stack ?? bare.stack ?? '';
  if (onError) onError(bare);
  else console.error(bare.stack);
}
