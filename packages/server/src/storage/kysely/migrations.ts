import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Db } from './schema.js';
import { listIndexes } from './list-indexes.js';
import { ticketHistories } from './ticket-histories.js';
import { ticketLists } from './ticket-lists.js';
import { WEBHOOK_TABLES } from './webhooks.js';

/** Schema migrations, by name, in order. Never edit a published migration. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-23-initial': { up: initial },
  '2026-11-28-cards-widen': { up: widenCards },
  '2026-11-28-sign-cards': { up: cardKeys },
  '2026-11-29-order-records': { up: orderRecords },
  '2026-11-29-payments': { up: payments },
  '2026-11-29-pictures': { up: pictures },
  '2026-11-29-templates': { up: templates },
  '2026-11-29-ticket-lists': { up: ticketLists },
  '2026-11-29-work-notes': { up: notes },
  '2026-11-30-archive': { up: archive },
  '2026-11-30-picture-findings': { up: pictureFindings },
  '2026-11-30-batch-refusals': { up: batchRefusals },
  '2026-12-01-audit': { up: audit },
  '2026-12-01-ticket-histories': { up: ticketHistories },
  '2026-12-02-audit-age': { up: auditAge },
  '2026-12-03-webhooks': { up: webhooks },
  '2026-12-04-list-indexes': { up: listIndexes },
  '2026-12-04-orders-of-buyers': { up: ordersOfBuyers },
};

/** A later release has migrated the database. */
export class DatabaseNewerError extends Error {
  /** Stable; the message is not. */
  readonly code = 'database-newer';
  constructor(names: readonly string[]) {
    super(
      `A newer release of Sidecard has brought this database to ${names.join(', ')}, which this release does not know. Start that release or a later one, or restore a backup from before.`,
    );
    this.name = 'DatabaseNewerError';
  }
}

/** Any number that nobody else locks. */
const LOCK = '7305918264403158627';

/**
 * Migrates the database, in one transaction. Servers that start concurrently wait for each other.
 *
 * @throws {DatabaseNewerError} `database-newer`
 * @throws if a migration fails; it is rolled back
 */
export async function migrate(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // A large table takes its time, and so does waiting for another server.
    await sql`set local statement_timeout = 0`.execute(tx);
    // A session's lock would stay with a proxy that pools by transaction.
    await sql`select pg_advisory_xact_lock(${sql.raw(LOCK)})`.execute(tx);
    const migrator = new Migrator({
      db: asConnection(tx),
      disableTransactions: true,
      provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
      migrationTableName: 'sidecard_migration',
      migrationLockTableName: 'sidecard_migration_lock',
    });
    const later = await laterThan(tx, Object.keys(MIGRATIONS));
    if (later.length > 0) throw new DatabaseNewerError(later);
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) {
      throw error instanceof Error ? error : new Error('The database could not be migrated.', { cause: error });
    }
  });
}

/** A transaction that a migrator takes for a database: its connection is the transaction's. */
function asConnection(tx: Db): Db {
  return new Proxy(tx, {
    get(target, name) {
      if (name === 'connection') return () => ({ execute: <T>(work: (db: Db) => T) => work(tx) });
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** The migrations of the database that this release does not know. */
async function laterThan(db: Db, known: readonly string[]): Promise<readonly string[]> {
  const { rows: tables } = await sql`select 1 where to_regclass('sidecard_migration') is not null`.execute(db);
  if (tables.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from sidecard_migration order by name`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !known.includes(name));
}

/** A low fill factor keeps updates of counters within their page, so that they touch no index. */
const INITIAL = [
  `create table stream (
    merchant_id text not null, stream text not null, seq bigint not null, epoch text not null, floor_seq bigint not null,
    primary key (merchant_id, stream)) with (fillfactor = 50)`,
  `create table log (
    merchant_id text not null, stream text not null, seq bigint not null, frame text not null, ticket_id text not null,
    message_id text, at_ms bigint not null,
    primary key (merchant_id, stream, seq))`,
  `create index log_age on log (at_ms)`,
  `create table ticket (
    merchant_id text not null, id text not null, number text not null, order_id text not null, conversation_id text not null,
    buyer_id text not null, type text not null, workflow text not null, intervention text not null,
    updated_at_ms bigint not null, version integer not null, events integer not null, body jsonb not null,
    primary key (merchant_id, id)) with (fillfactor = 70)`,
  `create unique index ticket_by_number on ticket (merchant_id, number)`,
  `create index ticket_by_change on ticket (merchant_id, updated_at_ms desc, id desc)`,
  `create index ticket_by_buyer on ticket (merchant_id, buyer_id, updated_at_ms desc, id desc)`,
  `create index ticket_by_order on ticket (merchant_id, order_id)`,
  `create index ticket_by_conversation on ticket (merchant_id, conversation_id)`,
  `create table ticket_event (
    merchant_id text not null, ticket_id text not null, position integer not null, id text not null, kind text not null,
    version integer not null, at_ms bigint not null, body jsonb not null,
    primary key (merchant_id, ticket_id, position))`,
  `create table staff_message (
    merchant_id text not null, ticket_id text not null, id text not null, position integer not null, at_ms bigint not null,
    body jsonb not null,
    primary key (merchant_id, ticket_id, id))`,
  `create table deadline (
    merchant_id text not null, ticket_id text not null, key text not null, due_at_ms bigint not null,
    primary key (merchant_id, ticket_id, key))`,
  `create index deadline_due on deadline (due_at_ms)`,
  `create table idempotency (
    merchant_id text not null, principal text not null, key text not null, fingerprint text not null, ticket_id text not null,
    event_position integer not null, message_id text, at_ms bigint not null,
    primary key (merchant_id, principal, key))`,
  `create index idempotency_age on idempotency (at_ms)`,
  `create table account (
    merchant_id text not null, id text not null, name text not null, main boolean not null, permissions jsonb not null,
    asked_at_ms bigint, told_at_ms bigint not null,
    primary key (merchant_id, id))`,
  `create table presence (
    merchant_id text not null, account_id text not null, node text not null, expires_at_ms bigint not null,
    primary key (merchant_id, account_id, node))`,
  `create table delivery (
    merchant_id text not null, id text not null, kind text not null, ticket_id text not null, account_id text not null,
    message_id text not null, event_position integer not null, state text not null default 'open',
    offered_at_ms bigint not null, widens_at_ms bigint,
    primary key (merchant_id, id))`,
  `create unique index delivery_once on delivery (merchant_id, message_id, account_id)`,
  `create index delivery_open on delivery (merchant_id, account_id) where state = 'open'`,
  `create table ticket_number (
    merchant_id text not null, period text not null, value integer not null,
    primary key (merchant_id, period))`,
];

/** Cards assigned before the widening existed: widen a minute after assignment, like later ones. */
async function widenCards(db: Kysely<unknown>): Promise<void> {
  await sql`update delivery set widens_at_ms = offered_at_ms + 60000
    where kind = 'card' and account_id <> '' and widens_at_ms is null`.execute(db);
}

async function initial(db: Kysely<unknown>): Promise<void> {
  for (const statement of INITIAL) await sql.raw(statement).execute(db);
}

/** One list for the installation, not per merchant. */
async function cardKeys(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table card_key (
        generation integer primary key, kid text not null unique, public_jwk jsonb not null, private_jwk jsonb not null,
        signs_from_ms bigint not null)`,
    )
    .execute(db);
}

/** Filled by the next change of each order. */
async function orderRecords(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table order_record (
        merchant_id text not null, id text not null, version integer not null, body jsonb not null,
        primary key (merchant_id, id)) with (fillfactor = 70)`,
    )
    .execute(db);
}

/** Lists payments by state, and gives a deadline to those that were due before there was one. */
async function payments(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create index ticket_by_settlement on ticket (merchant_id, (body ->> 'settlement'), updated_at_ms desc, id desc)
      where body ->> 'settlement' <> 'none'`,
    `insert into deadline (merchant_id, ticket_id, key, due_at_ms)
      select merchant_id, id, 'settle', updated_at_ms + 604800000 from ticket
      where body ->> 'settlement' in ('pending', 'failed')
      on conflict do nothing`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Both indexes contain only pictures that are not used: a few at any time. */
async function pictures(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table attachment (
      merchant_id text not null, id text not null, uploader text not null, at_ms bigint not null, type text not null,
      bytes integer not null, width integer not null, height integer not null, sha256 text not null, shown_type text not null,
      storage_key text not null, state text not null, ticket_id text, event_position integer,
      primary key (merchant_id, id))`,
    `create index attachment_unused on attachment (merchant_id, uploader) where ticket_id is null`,
    `create index attachment_unused_age on attachment (at_ms) where ticket_id is null`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Each account has ids of its own: whether another one uses an id does not show. */
async function templates(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table reply_template (
        merchant_id text not null, owner text not null, id text not null, name text not null, body jsonb not null,
        primary key (merchant_id, owner, id))`,
    )
    .execute(db);
}

/** A note keeps the key of its write, so that repeating it never adds a second one. */
async function notes(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table note (
      merchant_id text not null, ticket_id text not null, id text not null, at_ms bigint not null, principal text not null,
      key text not null, fingerprint text not null, body jsonb not null,
      primary key (merchant_id, ticket_id, id))`,
    `create unique index note_once on note (merchant_id, principal, key)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/**
 * Filled by new tickets. Earlier ones are filed when they are split, corrected or get pictures, or by hand. The index by time has what counts
 * need, so that they do not read the entries.
 */
async function archive(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table archive_entry (
      merchant_id text not null, ticket_id text not null, item_id text not null, case_id text not null, at_ms bigint not null,
      product text not null, defect text not null, quantity integer not null, removed boolean not null, words text not null,
      body jsonb not null,
      primary key (merchant_id, ticket_id, item_id))`,
    `create index archive_by_time on archive_entry (merchant_id, removed, at_ms desc, ticket_id desc, item_id desc)
      include (product, defect, case_id, quantity)`,
    `create index archive_by_product on archive_entry (merchant_id, product, at_ms desc, ticket_id desc, item_id desc)`,
    `create index archive_by_defect on archive_entry (merchant_id, defect, at_ms desc, ticket_id desc, item_id desc)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** Begins empty: what was done before is not known. */
async function audit(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table audit (
        merchant_id text not null, at_ms bigint not null, id text not null, party text not null, account_id text not null,
        body jsonb not null,
        primary key (merchant_id, at_ms, id))`,
    )
    .execute(db);
}

/** For the sweep over what is too old, also of shops that have gone. */
async function auditAge(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`create index if not exists audit_age on audit (at_ms)`).execute(db);
}

/** Begins empty: what happened before an address is saved is not sent to it. */
async function webhooks(db: Kysely<unknown>): Promise<void> {
  for (const statement of WEBHOOK_TABLES) await sql.raw(statement).execute(db);
}

/** For the erasure of a buyer. The database fills the column, also for servers of the former release. */
async function ordersOfBuyers(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `alter table order_record add if not exists buyer_id text generated always as (body -> 'buyer' ->> 'id') stored`,
    `create index if not exists order_by_buyer on order_record (merchant_id, buyer_id)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** A repeated batch is answered with what was refused then. */
async function batchRefusals(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table idempotency add refusals jsonb`).execute(db);
}

/** Pictures of earlier releases have neither, and are similar to none. An index for each band of the hash; see `similar.ts`. */
async function pictureFindings(db: Kysely<unknown>): Promise<void> {
  const bands = [0, 1, 2, 3];
  const columns = bands.map((band) => `add column band_${band} integer`).join(', ');
  const statements = [
    `alter table attachment add column credentials jsonb, add column perceptual_hash text, ${columns}`,
    ...bands.map(
      (band) =>
        `create index attachment_band_${band} on attachment (merchant_id, band_${band})
          where ticket_id is not null and band_${band} is not null`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
