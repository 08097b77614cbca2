import type { ReplyTemplate } from '@sidecard/core/wire';
import { sql } from 'kysely';
import type { AccountRef, StoredTemplate } from '../records.js';
import type { TemplateReads, UnitOfWork } from '../store.js';
import { anyOf } from './json-rows.js';
import type { Db, Tables } from './schema.js';

const COLUMNS = ['merchant_id', 'owner', 'body'] as const;
type Row = Pick<Tables['reply_template'], (typeof COLUMNS)[number]>;

const storedOf = ({ merchant_id, owner, body }: Row): StoredTemplate => ({
  merchantId: merchant_id,
  owner,
  template: body as ReplyTemplate,
});

/** Reads templates. */
export function templateReads(db: Db): TemplateReads {
  const visible = ({ merchantId, accountId }: AccountRef) =>
    db
      .selectFrom('reply_template')
      .select(COLUMNS)
      .where('merchant_id', '=', merchantId)
      .where('owner', '=', anyOf(['', accountId]));
  return {
    async listTemplates(account) {
      const rows = await visible(account)
        // As in memory: by code point, whatever the database's collation.
        .orderBy(sql`name collate "C"`)
        .orderBy(sql`id collate "C"`)
        .orderBy('owner')
        .execute();
      return rows.map(storedOf);
    },

    async findTemplate(account, id) {
      const row = await visible(account).where('id', '=', id).orderBy('owner', 'desc').limit(1).executeTakeFirst();
      return row && storedOf(row);
    },
  };
}

/** Changes templates within a transaction. */
export function templateUnit(tx: Db): Pick<UnitOfWork, 'lockTemplates' | 'putTemplate' | 'dropTemplate'> {
  return {
    async lockTemplates(merchantId, owner) {
      const ofOwner = () =>
        tx.selectFrom('reply_template').where('merchant_id', '=', merchantId).where('owner', '=', owner);
      await ofOwner().select('id').orderBy('id').forUpdate().execute();
      // Another statement sees what was stored while this transaction waited for the lock.
      const { count } = await ofOwner()
        .select((of) => of.fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async putTemplate({ merchantId, owner, template }) {
      const { id, name } = template;
      const changed = { name, body: JSON.stringify(template) };
      await tx
        .insertInto('reply_template')
        .values({ merchant_id: merchantId, owner, id, ...changed })
        .onConflict((conflict) => conflict.columns(['merchant_id', 'owner', 'id']).doUpdateSet(changed))
        .execute();
    },

    async dropTemplate(merchantId, owner, id) {
      await tx
        .deleteFrom('reply_template')
        .where('merchant_id', '=', merchantId)
        .where('owner', '=', owner)
        .where('id', '=', id)
        .execute();
    },
  };
}
