import type { StreamHead } from './records.js';
import type { Store, StoreReads, UnitOfWork } from './store.js';

/**
 * Makes the name of a database's history a part of every stream's epoch. After a restored backup, or a loss of the last commits, the
 * database has another history under the same counters: its readers' cursors are then those of another epoch, and they are told.
 *
 * @param nameOf - returns the history's name: letters, digits and hyphens, the same for all servers on the database
 */
export function withHistory(store: Store, nameOf: () => Promise<string>): Store {
  let suffix = '';
  const named = <Head extends StreamHead>(head: Head): Head => ({ ...head, epoch: `${head.epoch}${suffix}` });
  const reads = <Reads extends Pick<StoreReads, 'streamHead' | 'streamEpochs'>>(inner: Reads): Reads => ({
    ...inner,
    streamHead: async (stream, newEpoch) => named(await inner.streamHead(stream, newEpoch)),
    streamEpochs: async (merchantId, streams) =>
      (await inner.streamEpochs(merchantId, streams)).map((epoch) => `${epoch}${suffix}`),
  });
  const unit = (inner: UnitOfWork): UnitOfWork => ({
    ...reads(inner),
    commit: async (changes, newEpoch) => (await inner.commit(changes, newEpoch)).map(named),
  });
  return {
    ...reads(store),
    async migrate() {
      await store.migrate();
      suffix = `-${await nameOf()}`;
    },
    snapshot: (work) => store.snapshot((inner) => work(reads(inner))),
    transaction: (merchantId, work) => store.transaction(merchantId, (inner) => work(unit(inner))),
  };
}
