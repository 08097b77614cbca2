// @ts-check
// What a server asks of its database, counted at the driver, so that `begin` and `commit` count too.

/**
 * @typedef {object} Count
 * @property {number} roundTrips - messages that were sent and awaited
 * @property {number} statements - all but `begin`, `commit` and `rollback`
 * @property {number} bytes - of their parameters
 * @property {Map<string, { times: number, ms: number }>} texts - by statement, how often it ran, and how long it took in all
 */

/** @typedef {import('kysely').Dialect} Dialect */

/** @returns {Count} */
const nothing = () => ({ roundTrips: 0, statements: 0, bytes: 0, texts: new Map() });

/**
 * Counts what runs over a dialect.
 *
 * @param {Dialect} dialect
 * @returns {{ dialect: Dialect, take: () => Count, hold: () => () => void }} `take` returns what has been counted since it was called
 *   last; what is sent after `hold` waits until the function is called that it returns
 */
export function counting(dialect) {
  const { sendsTogether = false } = /** @type {{ sendsTogether?: boolean }} */ (dialect.createAdapter());
  let count = nothing();
  let held = Promise.resolve();
  /**
   * @template T
   * @param {string} text
   * @param {() => Promise<T>} run
   * @param {number} [trips]
   * @returns {Promise<T>}
   */
  const counted = async (text, run, trips = 1) => {
    const of = count;
    await held;
    const began = performance.now();
    try {
      return await run();
    } finally {
      of.roundTrips += trips;
      const known = of.texts.get(text) ?? { times: 0, ms: 0 };
      of.texts.set(text, { times: known.times + 1, ms: known.ms + performance.now() - began });
    }
  };
  /** @param {import('kysely').DatabaseConnection} inner @returns {import('kysely').DatabaseConnection} */
  const connectionOf = (inner) => ({
    executeQuery(query) {
      const { locks, commits } = /** @type {{ locks?: unknown, commits?: boolean }} */ (query);
      count.statements += locks ? 2 : 1;
      began.set(inner, sendsTogether && !commits);
      for (const parameter of query.parameters) count.bytes += String(parameter).length;
      return counted(query.sql, () => inner.executeQuery(query));
    },
    streamQuery: (query, size) => inner.streamQuery(query, size),
  });
  /** @type {WeakMap<object, import('kysely').DatabaseConnection>} */
  const inners = new WeakMap();
  /** @type {WeakMap<object, import('kysely').DatabaseConnection>} */
  const outers = new WeakMap();
  const innerOf = (/** @type {import('kysely').DatabaseConnection} */ outer) => inners.get(outer) ?? outer;
  /** Whether a transaction has begun at the database, which is told of its beginning with the first statement. @type {WeakMap<object, boolean>} */
  const began = new WeakMap();
  const ending = (/** @type {import('kysely').DatabaseConnection} */ outer) =>
    !sendsTogether || began.get(innerOf(outer)) ? 1 : 0;
  return {
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createDriver() {
        const driver = dialect.createDriver();
        return {
          init: () => driver.init(),
          async acquireConnection() {
            const inner = await driver.acquireConnection();
            const outer = outers.get(inner) ?? connectionOf(inner);
            outers.set(inner, outer);
            inners.set(outer, inner);
            return outer;
          },
          beginTransaction(outer, settings) {
            began.set(innerOf(outer), false);
            const begin = () => driver.beginTransaction(innerOf(outer), settings);
            return counted('begin', begin, sendsTogether ? 0 : 1);
          },
          commitTransaction: (outer) =>
            counted('commit', () => driver.commitTransaction(innerOf(outer)), ending(outer)),
          rollbackTransaction: (outer) =>
            counted('rollback', () => driver.rollbackTransaction(innerOf(outer)), ending(outer)),
          releaseConnection: (outer) => driver.releaseConnection(innerOf(outer)),
          destroy: () => driver.destroy(),
        };
      },
    },
    take() {
      const taken = count;
      count = nothing();
      return taken;
    },
    hold() {
      let release = () => {};
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
  };
}
