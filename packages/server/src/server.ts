import { builtInTypes } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import { createArrivals } from './attachments/arrivals.js';
import { PICTURE_LIMITS } from './attachments/limits.js';
import { createWorkQueue } from './attachments/queue.js';
import { createAuditTrail } from './audit/trail.js';
import { createMemoryBus } from './bus/memory-bus.js';
import { createDatabaseClock } from './clock.js';
import type { ServerContext } from './context/context.js';
import { createScheduler } from './deadlines/scheduler.js';
import { createCardSigner } from './deliveries/card-signer.js';
import { createDeliverySource } from './deliveries/push.js';
import { createCardRouter } from './deliveries/routing.js';
import { queueByAccount } from './http/account-queues.js';
import { createApp } from './http/app.js';
import { notPrepared } from './http/observe.js';
import { limitRequests, UNLIMITED } from './http/request-limits.js';
import { problemResponse } from './http/respond.js';
import { createHousekeeping } from './housekeeping.js';
import type { HandlerOptions, Retention, SidecardServer } from './options.js';
import { createServerMetrics } from './metrics/server-metrics.js';
import { createOrders } from './orders/orders.js';
import { createPolicyOf } from './policy/policy-of.js';
import { createReadiness, type Readiness } from './readiness.js';
import { addGauges } from './server-gauges.js';
import { storeInUse } from './storage/in-use.js';
import type { SidecardDatabase } from './storage/kysely/database.js';
import type { Store } from './storage/store.js';
import { Connections } from './streams/connections.js';
import { EventPolls } from './streams/event-polls.js';
import { FeedReaders } from './streams/feed-readers.js';
import { createPresence } from './streams/presence.js';
import { createLocalCommits } from './streams/local-commits.js';
import { pauseFor, pauseWhile } from './timers.js';
import { createWebhookSender } from './webhooks/sender.js';
import { refreshOrders } from './use-cases/refresh-orders.js';
import { problem } from './wire/problem.js';

/** Interval of sweeps over streams and deliveries, in milliseconds: the maximum delay after a lost hint. Only other servers' hints get lost. */
const SWEEP_MS = { shared: 400, alone: 1_000 };
const RENEW_MS = 15_000;
const FORGET_MS = 3_600_000;
/** Pause between two statements that maintain the database, and its longest while requests wait for it, in milliseconds. */
const GIVE_WAY_MS = { step: 4, longest: 40 };
/** How long entries of the audit trail are kept, in days. */
const AUDIT_DAYS = 730;
const MAX_DAYS = 36_500;
/** Tickets may not go while their buyer can still ask for something: what was given for goods is only known from them. */
const FEWEST_TICKET_DAYS = 365;
/** How long running requests may take once the server stops, in milliseconds. */
const STOPS_MS = 10_000;

/** How long data is kept, in days. @throws {RangeError} */
function daysOf({ retention: { auditDays = AUDIT_DAYS, ticketDays } = {} }: HandlerOptions): {
  readonly audit: number;
  readonly tickets: number | undefined;
} {
  const must = (name: keyof Retention, days: number, least: number): void => {
    if (!(days >= least && days <= MAX_DAYS))
      throw new RangeError(`\`retention.${name}\` must be a number from ${least} to ${MAX_DAYS}.`);
  };
  must('auditDays', auditDays, 1);
  if (ticketDays !== undefined) must('ticketDays', ticketDays, FEWEST_TICKET_DAYS);
  return { audit: auditDays, tickets: ticketDays };
}

/** A server with members for use within this package. */
export interface Handler extends SidecardServer {
  readonly context: ServerContext;
  readonly connections: Connections;
}

/** Creates a server on a store. It answers from the first request on; {@link SidecardServer.start} runs its timers. */
export function createHandler(
  store: Store,
  options: HandlerOptions,
  database: Pick<SidecardDatabase, 'freeBytes' | 'connections' | 'inProcess'> = {},
): Handler {
  const readiness = createReadiness(store, database.freeBytes);
  const { context, refreshClock, isClockDoubtful } = contextOf(store, options, readiness);
  const { clock, bus, report } = context;
  const connections = new Connections(context, createDeliverySource(context), options.limits?.streams);
  const eventPolls = new EventPolls(context, connections);
  const feedReaders = new FeedReaders(context);
  const { allowedOrigins = [], limits: { requests = {} } = {} } = options;
  // The time since the start, unless the server has a clock of its own.
  const monotonic = clock === options.clock ? () => clock.now() : () => performance.now();
  const { node } = context;
  const limits = requests === 'none' ? UNLIMITED : limitRequests(requests, { now: monotonic, bus, node });
  // Long polls, slow uploads and look-ups at the host do not wait for the database.
  const { store: ofRequests, waiting } = storeInUse(store);
  const observers = { onRequest: options.onRequest, trace: options.trace };
  const app = createApp({
    ...context,
    store: ofRequests,
    connections,
    eventPolls,
    feedReaders,
    limitRequest: limits.limit,
    inTurn: queueByAccount(options.limits?.concurrency),
    readiness,
    observers,
    allowedOrigins,
  });
  addGauges(context, { connections, readiness, waiting, databaseConnections: database.connections });
  const scheduler = createScheduler(context, {
    refresh: (due) => refreshOrders(context, due),
    shared: options.bus !== undefined,
    inProcess: database.inProcess === true,
    isBusy: () => waiting() > 0,
  });
  const webhooks =
    options.webhooks && createWebhookSender(context, options.webhooks, { shared: options.bus !== undefined });
  context.localCommits.subscribe((commit) => connections.onLocalCommit(commit));
  const unsubscribe = bus.subscribe((hint) => {
    connections.onHint(hint);
    feedReaders.onHint(hint);
    limits.onHint(hint);
    webhooks?.onHint(hint);
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

  let correcting: Promise<void> | undefined;
  /** Reads the clock once for all who wait for it. */
  const correctClock = () => (correcting ??= refreshClock().finally(() => (correcting = undefined)));

  const last = { sweep: -Infinity, renew: -Infinity, forget: -Infinity };
  const isTime = (what: keyof typeof last, everyMs: number) => {
    const now = clock.now();
    // Tolerate a clock that was set back.
    if (now - last[what] < everyMs && now >= last[what]) return false;
    last[what] = now;
    return true;
  };
  /** Whether anybody asked since the clock was read. */
  let used = true;
  const giveWay = async (): Promise<void> => {
    await pauseFor(GIVE_WAY_MS.step);
    await pauseWhile(() => waiting() > 0, GIVE_WAY_MS);
  };
  const housekeeping = createHousekeeping(context, daysOf(options));
  const maintain = async (): Promise<void> => {
    if (isClockDoubtful()) await correctClock();
    // An idle server leaves the database alone.
    const isRead = connections.size > 0;
    if ((isRead || used) && isTime('renew', RENEW_MS)) {
      used = false;
      await refreshClock();
      await context.presence.renew();
    }
    eventPolls.sweep();
    await connections.sweep();
    await feedReaders.sweep();
    await context.audit.flushAll();
  };
  const keepHouse = async (pause?: () => Promise<void>): Promise<void> => {
    if (isTime('forget', FORGET_MS)) await housekeeping.run(pause);
  };

  const running = countRunning();
  let timers: { stop: () => Promise<void> } | undefined;
  return {
    context,
    connections,
    async fetch(request) {
      // The process is alive, also while it migrates the database or cannot reach it.
      if (new URL(request.url).pathname === '/healthz') return app.fetch(request);
      used = true;
      const done = running.begin();
      try {
        await prepare();
        if (isClockDoubtful()) await correctClock();
        return await app.fetch(request);
      } catch (error) {
        report(error);
        notPrepared(request, context, observers);
        return problemResponse(problem('unavailable', {}, { 'Retry-After': '2' }));
      } finally {
        done();
      }
    },
    async start() {
      await prepare();
      timers ??= scheduler.run(async () => {
        webhooks?.onTime();
        if (isTime('sweep', options.bus ? SWEEP_MS.shared : SWEEP_MS.alone)) {
          await maintain();
          // Deadlines and streams do not wait for it.
          void keepHouse(giveWay);
        }
      });
    },
    async stop() {
      unsubscribe();
      readiness.drain();
      await Promise.all([timers?.stop(), housekeeping.stop(STOPS_MS)]);
      await webhooks?.stop();
      timers = undefined;
      feedReaders.close();
      await connections.close();
      await running.ended(STOPS_MS);
      await context.audit.flushAll();
    },
    async drain(ms) {
      readiness.drain();
      await pauseFor(ms / 2);
      await connections.handOver(ms / 2);
    },
    metrics: () => context.metrics.registry.text(),
    async rotateCardKey(options) {
      await prepare();
      return context.cardSigner.rotate(options);
    },
    async tick() {
      await prepare();
      await scheduler.fireDue();
      await webhooks?.sendDue();
      await maintain();
      await keepHouse();
      await connections.settled();
    },
  };
}

function contextOf(
  store: Store,
  options: HandlerOptions,
  readiness: Readiness,
): {
  readonly context: ServerContext;
  readonly refreshClock: () => Promise<void>;
  readonly isClockDoubtful: () => boolean;
} {
  const databaseClock = createDatabaseClock(store);
  const { clock: chosen = 'database', bus = createMemoryBus(), newId = () => crypto.randomUUID() } = options;
  const clock = chosen === 'database' ? databaseClock : chosen;
  const metrics = createServerMetrics();
  const report = (error: unknown) => {
    metrics.errors.add([]);
    readiness.onError(error);
    reportTo(options.onError, error);
  };
  const node = crypto.randomUUID();
  const context: ServerContext = {
    audit: createAuditTrail({ store, clock, newId, report }),
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
      arrivals: createArrivals(PICTURE_LIMITS.arriving),
      storing: createWorkQueue(PICTURE_LIMITS.stored),
      decoding: createWorkQueue(PICTURE_LIMITS.decoded),
    },
    webhooks: options.webhooks,
    presence: createPresence({ store, clock, bus, node }),
    metrics,
    localCommits: createLocalCommits(),
    report,
  };
  const refreshClock = async () => (clock === databaseClock ? databaseClock.refresh() : undefined);
  return { context, refreshClock, isClockDoubtful: () => clock === databaseClock && databaseClock.isDoubtful() };
}

/** Passes on only name, message and stack: a driver's error contains the statement's parameters, which include people's texts. */
function reportTo(onError: HandlerOptions['onError'], cause: unknown): void {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const bare = new Error(`${error.name}: ${error.message}`);
  bare.stack = error.stack ?? bare.stack ?? '';
  if (onError) onError(bare);
  else console.error(bare.stack);
}

/** Counts requests until their answer begins. */
function countRunning() {
  let count = 0;
  let tell: (() => void) | undefined;
  return {
    /** @returns ends the request */
    begin(): () => void {
      count++;
      return () => {
        if (--count === 0) tell?.();
      };
    },
    /** Resolves when none is running, or after some milliseconds. */
    async ended(ms: number): Promise<void> {
      if (count === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        tell = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
