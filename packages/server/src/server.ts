import { builtInTypes } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import { PICTURE_LIMITS } from './attachments/limits.js';
import { createWorkQueue } from './attachments/queue.js';
import { sweepArchive } from './use-cases/sweep-archive.js';
import { sweepUploads } from './use-cases/sweep-uploads.js';
import { createMemoryBus } from './bus/memory-bus.js';
import { createDatabaseClock } from './clock.js';
import type { ServerContext } from './context/context.js';
import { createScheduler } from './deadlines/scheduler.js';
import { createCardSigner } from './deliveries/card-signer.js';
import { createDeliverySource } from './deliveries/push.js';
import { createCardRouter } from './deliveries/routing.js';
import { createApp } from './http/app.js';
import { problemResponse } from './http/respond.js';
import type { HandlerOptions, SidecardServer } from './options.js';
import { createOrders } from './orders/orders.js';
import { createPolicyOf } from './policy/policy-of.js';
import type { Store } from './storage/store.js';
import { Connections } from './streams/connections.js';
import { FeedReaders } from './streams/feed-readers.js';
import { createPresence } from './streams/presence.js';
import { refreshOrders } from './use-cases/refresh-orders.js';
import { problem } from './wire/problem.js';

/** Interval of sweeps over streams and deliveries, in milliseconds: the maximum delay after a lost hint. */
const SWEEP_MS = 1_000;
const RENEW_MS = 15_000;
const FORGET_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** How long a reader can be disconnected and still resume its stream, in milliseconds. */
const RESUME_MS = 7 * DAY_MS;
/** How long a repeated write is recognized, in milliseconds. */
const REPLAY_MS = 7 * DAY_MS;

/** A server with members for use within this package. */
export interface Handler extends SidecardServer {
  readonly context: ServerContext;
  readonly connections: Connections;
}

/** Creates a server on a store. It answers from the first request on; {@link SidecardServer.start} runs its timers. */
export function createHandler(store: Store, options: HandlerOptions): Handler {
  const { context, refreshClock } = contextOf(store, options);
  const { clock, bus, report } = context;
  const connections = new Connections(context, createDeliverySource(context));
  const feedReaders = new FeedReaders(context);
  const app = createApp({ ...context, connections, feedReaders, allowedOrigins: options.allowedOrigins ?? [] });
  const scheduler = createScheduler(context, (due) => refreshOrders(context, due));
  const unsubscribe = bus.subscribe((hint) => {
    connections.onHint(hint);
    feedReaders.onHint(hint);
    if (hint.kind === 'deadline') scheduler.onHint(hint.dueAtMs);
  });

  let ready: Promise<void> | undefined;
  const prepare = () => {
    ready ??= (async () => {
      await store.migrate();
      await refreshClock();
      await context.cardSigner.publicKeys();
    })();
    ready.catch(() => {
      // The next request tries again.
      ready = undefined;
    });
    return ready;
  };

  const done = { sweep: -Infinity, renew: -Infinity, forget: -Infinity };
  const isTime = (what: keyof typeof done, everyMs: number) => {
    const now = clock.now();
    // Tolerate a clock that was set back.
    if (now - done[what] < everyMs && now >= done[what]) return false;
    done[what] = now;
    return true;
  };
  const maintain = async (): Promise<void> => {
    if (isTime('renew', RENEW_MS)) {
      await refreshClock();
      await context.presence.renew();
    }
    await connections.sweep();
    await feedReaders.sweep();
    if (isTime('forget', FORGET_MS)) {
      await store.forget({ idempotencyMs: clock.now() - REPLAY_MS, logMs: clock.now() - RESUME_MS });
      await sweepUploads(context);
      await sweepArchive(context);
    }
  };

  let running: { stop: () => Promise<void> } | undefined;
  return {
    context,
    connections,
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
      feedReaders.close();
      await connections.close();
    },
    async rotateCardKey(options) {
      await prepare();
      return context.cardSigner.rotate(options);
    },
    async tick() {
      await prepare();
      await scheduler.fireDue();
      await maintain();
      await connections.settled();
    },
  };
}

function contextOf(
  store: Store,
  options: HandlerOptions,
): { readonly context: ServerContext; readonly refreshClock: () => Promise<void> } {
  const databaseClock = createDatabaseClock(store);
  const { clock: chosen = 'database', bus = createMemoryBus(), newId = () => crypto.randomUUID() } = options;
  const clock = chosen === 'database' ? databaseClock : chosen;
  const report = (error: unknown) => reportTo(options.onError, error);
  const node = crypto.randomUUID();
  const context: ServerContext = {
    store,
    verify: options.verify,
    orders: createOrders(options.orders, report),
    types: indexTypes(options.types ?? builtInTypes),
    clock,
    bus,
    node,
    newId,
    policyOf: createPolicyOf(options.policy, { clock, report }),
    routeCard: createCardRouter(options.recipients, report),
    cardSigner: createCardSigner({ store, clock }),
    attachments: options.attachments && {
      ...options.attachments,
      uploads: createWorkQueue(PICTURE_LIMITS.uploads),
      decoding: createWorkQueue({ atOnce: PICTURE_LIMITS.decoded, waiting: PICTURE_LIMITS.uploads.atOnce }),
    },
    presence: createPresence({ store, clock, bus, node }),
    report,
  };
  const refreshClock = async () => (clock === databaseClock ? databaseClock.refresh() : undefined);
  return { context, refreshClock };
}

/** Passes on only name, message and stack: a driver's error contains the statement's parameters, which include people's texts. */
function reportTo(onError: HandlerOptions['onError'], cause: unknown): void {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const bare = new Error(`${error.name}: ${error.message}`);
  bare.stack = error.stack ?? bare.stack ?? '';
  if (onError) onError(bare);
  else console.error(bare.stack);
}
