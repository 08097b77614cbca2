import type { Bus, Hint, OrderRef, SidecardServer, Store } from '@sidecard/server';
import type { Ticket } from '@sidecard/core/authoring';
import type { MapsStore } from '@sidecard/server/memory';
import { MERCHANT } from './names.ts';
import { orderOf, principalOf } from './people.ts';
import { type Programs, releaseOf } from './programs.ts';
import { Dice } from './random.ts';
import { Realm } from './realm.ts';
import type { Scheduler } from './scheduler.ts';
import type { Conditions } from './conditions.ts';
import { POLICY } from '../support/tickets.ts';

/** What the simulation itself does to a server; anything else that a server reports is a fault. */
class SimulatedError extends Error {
  override name = 'SimulatedError';
}

/** A commit, as the store has it. */
export interface Committed {
  readonly ticketId: string;
  readonly ticket: Ticket;
  /** The events of this commit, as JSON. */
  readonly events: readonly string[];
}

/** A server process. */
export interface Instance {
  readonly name: string;
  readonly realm: Realm;
  readonly server: SidecardServer;
  /** Resolves when it crashes. */
  readonly crashed: Promise<void>;
  stopping: boolean;
  crash(): void;
}

/** What {@link Cluster} takes. */
export interface ClusterOptions {
  readonly scheduler: Scheduler;
  readonly seed: number;
  readonly dice: Dice;
  readonly conditions: Conditions;
  readonly programs: Programs;
  /** Called with what a server reports and the simulation has not caused. */
  readonly onFault: (what: string) => void;
  readonly onCommit: (committed: Committed) => void;
}

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>;

/** The servers of an installation over one store. */
export class Cluster {
  readonly store: MapsStore;
  readonly instances: Instance[] = [];
  readonly #options: ClusterOptions;
  readonly #listeners = new Map<Instance, Set<(hint: Hint) => void>>();
  #started = 0;

  constructor(options: ClusterOptions) {
    this.#options = options;
    const { scheduler, seed, programs } = options;
    const database = new Realm({ name: 'database', scheduler, seed });
    this.store = (database.load(programs.server)['createMapsStore'] as () => MapsStore)();
  }

  /** Starts a server process. */
  start(): Instance {
    const { scheduler, seed, dice, conditions, programs, onFault } = this.#options;
    const name = `server-${++this.#started}`;
    const realm = new Realm({ name, scheduler, seed, onConsole: (text) => onFault(`${name} writes: ${text}`) });
    // Clocks of servers are wrong: they go by the database's.
    if (conditions.skews && dice.chance(0.5)) realm.wallErrorMs = dice.between(-3_600_000, 3_600_000);
    let crash = (): void => {};
    const crashed = new Promise<void>((resolve) => (crash = resolve));
    const create = realm.load(releaseOf(programs, seed, { server: name }).server)['createSidecardServer'] as (
      options: object,
    ) => SidecardServer;
    const server = create({
      database: { store: this.#storeOf(realm, crashed) },
      verify: (token: string, nowMs: number) => Promise.resolve(principalOf(token, nowMs)),
      orders: (_: string, orderId: string) => Promise.resolve(orderOf(orderId)),
      policy: () => ({ ...POLICY, locale: 'en' }),
      bus: this.#busOf(() => instance),
      onError: (error: Error) => {
        if (realm.dead || error.message.includes('SimulatedError')) return;
        scheduler.aside(() => String(error.stack));
        onFault(`${name} reports: ${error.name}: ${error.message}`);
      },
    });
    const instance: Instance = {
      ...{ name, realm, server, crashed, stopping: false },
      crash: () => {
        realm.kill();
        crash();
        this.#remove(instance);
      },
    };
    this.instances.push(instance);
    this.#listeners.set(instance, this.#listeners.get(instance) ?? new Set());
    void server
      .start()
      .catch(
        () => this.instances.includes(instance) && scheduler.after(500, () => void server.start().catch(() => {})),
      );
    return instance;
  }

  /** Ends a server process in order: it takes no more requests, and ends its streams. */
  stop(instance: Instance): void {
    instance.stopping = true;
    this.instances.splice(this.instances.indexOf(instance), 1);
    void instance.server.stop().then(
      () => this.#options.scheduler.after(1_000, () => instance.crash()),
      () => instance.crash(),
    );
  }

  #remove(instance: Instance): void {
    const at = this.instances.indexOf(instance);
    if (at >= 0) this.instances.splice(at, 1);
    this.#listeners.delete(instance);
  }

  #busOf(mine: () => Instance): Bus {
    const { scheduler, dice, seed, conditions } = this.#options;
    const early = new Dice(seed, `hints of ${this.#started}`);
    const own = new Set<(hint: Hint) => void>();
    return {
      publish: (hint) => {
        for (const listener of own) listener(hint);
        // It may tell of more than can be read yet.
        const told = hint.kind === 'stream' && early.chance(conditions.early) ? { ...hint, seq: hint.seq + 1 } : hint;
        for (const [other, listeners] of this.#listeners) {
          if (other === mine()) continue;
          if (dice.chance(conditions.hintLoss)) continue;
          const copies = dice.chance(conditions.twice) ? 2 : 1;
          for (let copy = 0; copy < copies; copy++) {
            const ms = dice.chance(conditions.slow) ? dice.between(100, 3_000) : dice.between(1, 20);
            scheduler.after(ms, () => other.realm.enter(() => listeners.forEach((listener) => listener(told))));
          }
        }
      },
      subscribe: (listener) => {
        own.add(listener);
        // A server subscribes while it is created.
        void Promise.resolve().then(() => this.#listeners.get(mine())?.add(listener));
        return () => {
          own.delete(listener);
          this.#listeners.get(mine())?.delete(listener);
        };
      },
    };
  }

  /** The store as one server process reaches it: over a network, and until it crashes. */
  #storeOf(realm: Realm, crashed: Promise<void>): Store {
    const { dice, conditions } = this.#options;
    const raw = this.store;
    const died = crashed.then(() => Promise.reject(new SimulatedError('The process died.')));
    died.catch(() => {});
    const away = (): void => {
      if (dice.chance(conditions.database)) throw new SimulatedError('The database is away.');
    };
    /** Takes time, and never ends in a process that has died. */
    const pass = (): Promise<void> =>
      new Promise((resolve) => {
        const ms = dice.chance(conditions.slow / 20) ? dice.between(50, 500) : dice.unit() * 1.5;
        realm.after(conditions.even ? 1 : ms, resolve);
      });
    const wrapped =
      (method: Methods[string]): Methods[string] =>
      async (...args) => {
        await pass();
        away();
        return method(...args);
      };
    /** Wraps methods when they are asked for: transactions have many, and use few. */
    const wrap = <Reads extends object>(methods: Reads, own: Partial<Methods> = {}): Reads =>
      new Proxy(methods, {
        get: (_, name: string) => {
          const method = (methods as Methods)[name];
          return own[name] ?? (method && wrapped(method));
        },
      });

    const transaction = async (merchantId: unknown, work: unknown): Promise<unknown> => {
      await pass();
      away();
      for (let again = dice.chance(conditions.conflict); ; again = false) {
        const changed = new Map<string, string[]>();
        const rollback = new SimulatedError('conflict');
        try {
          const result = await raw.transaction(merchantId as string, async (unit) => {
            // By the name that the previous release knows it by.
            const wrapped = wrap(
              Object.assign(unit, { lockOrdersOf: (orders: readonly OrderRef[]) => unit.lockOrders(orders) }),
              {
                commit: async (commit, newEpoch) => {
                  await pass();
                  for (const { after, events } of (commit as Parameters<typeof unit.commit>[0]).changes) {
                    const known = changed.get(after.ticket.id) ?? [];
                    changed.set(after.ticket.id, [...known, ...events.map((event) => JSON.stringify(event))]);
                  }
                  return unit.commit(commit as never, newEpoch as never);
                },
              },
            );
            const done = await Promise.race([(work as (unit: object) => Promise<unknown>)(wrapped), died]);
            if (again) throw rollback;
            return done;
          });
          for (const [id, events] of changed) this.#committed(id, events);
          // The answer is on its way: a process that dies now has committed, and does not know it.
          await pass();
          return result;
        } catch (error) {
          if (error !== rollback) throw error;
        }
      }
    };
    const snapshot = async (work: unknown): Promise<unknown> => {
      await pass();
      away();
      return raw.snapshot((reads) => Promise.race([(work as (reads: object) => Promise<unknown>)(wrap(reads)), died]));
    };
    return wrap<Store>(raw, { transaction, snapshot });
  }

  #committed(ticketId: string, events: readonly string[]): void {
    const ticket = this.store.peek(MERCHANT, ticketId);
    if (ticket) this.#options.onCommit({ ticketId, ticket, events });
  }
}
