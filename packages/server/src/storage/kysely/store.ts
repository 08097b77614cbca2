import { Kysely, sql, type Dialect } from 'kysely';
import type { Store, StoreReads, UnitOfWork } from '../store.js';
import { accountReads, accountUnit, accountWrites } from './accounts.js';
import { archiveReads, archiveUnit, archiveWrites } from './archive.js';
import { attachmentReads, attachmentUnit, attachmentWrites } from './attachments.js';
import { auditReads, auditUnit } from './audit.js';
import { cardKeyStore } from './card-keys.js';
import { commitUnit } from './commit.js';
import { deadlineReads, deadlineUnit } from './deadlines.js';
import { deliveryReads, deliveryWrites } from './deliveries.js';
import { erasing } from './erase.js';
import { forgetting } from './forget.js';
import { listReads } from './lists.js';
import { createMerchantQueue } from './merchant-queue.js';
import { migrate } from './migrations.js';
import type { Db, Tables } from './schema.js';
import { noteReads, noteUnit } from './notes.js';
import { streamReads } from './streams.js';
import { templateReads, templateUnit } from './templates.js';
import { ticketReads, ticketUnit } from './tickets.js';
import { webhookQueue, webhookReads, webhookUnit } from './webhooks.js';

/**
 * Errors to retry: serialization failure, deadlock, a row that a concurrent transaction has just created, or a prepared statement that is gone
 * or outdated.
 */
const RACES = new Set(['40001', '40P01', '23505', '26000', '42P05', '0A000']);
const ATTEMPTS = 4;

/**
 * Creates a store on a database with PostgreSQL's SQL.
 *
 * @param maintenance - statements that run every hour, for a database that does not vacuum itself
 * @param migrationDialect - returns what migrations run on, which is ended after them
 */
export function createKyselyStore(
  dialect: Dialect,
  maintenance: readonly string[] = [],
  migrationDialect?: () => Dialect,
): Store {
  const db: Db = new Kysely<Tables>({ dialect });
  const queue = createMerchantQueue();

  async function attempt<T>(work: (tx: Db) => Promise<T>, begin = () => db.transaction()): Promise<T> {
    for (let count = 1; ; count++) {
      try {
        return await begin().execute(work);
      } catch (error) {
        if (count === ATTEMPTS || !RACES.has(codeOf(error))) throw error;
      }
    }
  }

  /** A merchant's writes run one after the other. */
  function inTurn<T>(merchantId: string | undefined, work: (tx: Db) => Promise<T>): Promise<T> {
    return merchantId === undefined ? attempt(work) : queue.run(merchantId, () => attempt(work));
  }

  return {
    ...readsOf(db),
    ...accountWrites(db),
    ...deliveryWrites(db),
    ...attachmentWrites(db),
    ...archiveWrites(db),
    ...cardKeyStore(db),
    ...webhookQueue(db),
    ...erasing(db, inTurn),
    ...forgetting(db, maintenance),
    async migrate() {
      if (!migrationDialect) return migrate(db);
      const own: Db = new Kysely<Tables>({ dialect: migrationDialect() });
      await migrate(own).finally(() => own.destroy());
    },
    async ping() {
      await sql`select 1`.execute(db);
    },
    async now() {
      // The only place where SQL returns the time: everywhere else it is a parameter.
      const clock = sql<{ ms: number }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`;
      const { rows } = await clock.execute(db);
      return Number(rows[0]?.ms);
    },
    snapshot: (work) =>
      attempt(
        (tx) => work(readsOf(tx)),
        () => db.transaction().setIsolationLevel('repeatable read'),
      ),
    transaction: (merchantId, work) => inTurn(merchantId, (tx) => work(unitOf(tx))),
  };
}

function readsOf(db: Db): StoreReads {
  return {
    ...ticketReads(db),
    ...listReads(db),
    ...streamReads(db),
    ...accountReads(db),
    ...deliveryReads(db),
    ...deadlineReads(db),
    ...attachmentReads(db),
    ...templateReads(db),
    ...noteReads(db),
    ...auditReads(db),
    ...archiveReads(db),
    ...webhookReads(db),
  };
}

function unitOf(tx: Db): UnitOfWork {
  return {
    ...readsOf(tx),
    ...ticketUnit(tx),
    ...accountUnit(tx),
    ...deadlineUnit(tx),
    ...attachmentUnit(tx),
    ...templateUnit(tx),
    ...noteUnit(tx),
    ...auditUnit(tx),
    ...archiveUnit(tx),
    ...webhookUnit(tx),
    ...commitUnit(tx),
  };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
