import type { Db, Services } from '../services.js';

/** Lost a race that a second attempt wins: serialisation failure, deadlock, a row that another transaction has made meanwhile. */
const RACES = new Set(['40001', '40P01', '23505']);
const ATTEMPTS = 4;

/**
 * Runs a merchant's write in one transaction, after those that came before it. A problem thrown inside rolls back and passes through.
 */
export function transact<T>({ db, queue }: Services, merchantId: string, work: (tx: Db) => Promise<T>): Promise<T> {
  return queue.run(merchantId, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !RACES.has(codeOf(error))) throw error;
      }
    }
  });
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
