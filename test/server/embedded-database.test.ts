import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '@sidecard/server/node';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sidecard-embedded-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('statements that follow one another', () => {
  it('let timers and sockets have their turn', async () => {
    const database = await openPglite();
    const db = new Kysely<unknown>({ dialect: database.dialect });
    let turns = 0;
    let going = true;
    const turn = () => {
      turns++;
      if (going) setImmediate(turn);
    };
    setImmediate(turn);
    for (let n = 0; n < 20; n++) {
      await sql`select count(*) from generate_series(1, 50000)`.execute(db);
    }
    going = false;
    expect(turns).toBeGreaterThanOrEqual(5);
    await database.close();
  });
});

describe('a statement that runs again', () => {
  it('has the columns that its tables have by then, and its error does not hold', async () => {
    const database = await openPglite();
    const db = new Kysely<unknown>({ dialect: database.dialect });
    await sql`create table kept (a bigint primary key, b jsonb)`.execute(db);
    const all = sql`select * from kept`;
    const add = (a: number | null) =>
      sql`insert into kept (a, b) values (${a}, ${JSON.stringify({ is: true })})`.execute(db);
    expect((await add(1)).numAffectedRows).toBe(1n);
    expect((await all.execute(db)).rows).toEqual([{ a: 1, b: { is: true } }]);
    await sql`alter table kept add c boolean default true`.execute(db);
    expect((await all.execute(db)).rows).toEqual([{ a: 1, b: { is: true }, c: true }]);
    await expect(add(1)).rejects.toMatchObject({ code: '23505' });
    expect((await add(2)).numAffectedRows).toBe(1n);
    expect((await sql`delete from kept where a > ${0}`.execute(db)).numAffectedRows).toBe(2n);
    await database.close();
  });
});

describe('a statement that the embedded database cannot finish', () => {
  it(
    'is an error and not an empty result, as is every one after it until the folder is opened again',
    { timeout: 120_000 },
    async () => {
      const folder = join(root, 'data');
      const database = await openPglite(folder);
      const db = new Kysely<unknown>({ dialect: database.dialect });
      await sql`create table kept (a text, b text)`.execute(db);
      await sql`insert into kept values ('1', '1')`.execute(db);
      // a list of tuples becomes a tree as deep as the list is long, and overflows the database's stack
      const pairs = Array.from({ length: 1000 }, (_, n) => sql`(${String(n)}, ${String(n)})`);
      const overflow = sql`select * from kept where (a, b) in (${sql.join(pairs)})`;
      await expect(overflow.execute(db)).rejects.toThrow('The embedded database has stopped');
      await expect(sql`select 1`.execute(db)).rejects.toThrow('The embedded database has stopped');
      await expect(db.transaction().execute((tx) => sql`select 1`.execute(tx))).rejects.toThrow('has stopped');
      await database.close();

      const again = await openPglite(folder);
      const { rows } = await sql`select a from kept`.execute(new Kysely<unknown>({ dialect: again.dialect }));
      expect(rows).toEqual([{ a: '1' }]);
      await again.close();
    },
  );
});
