import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** By file: what is replaced with what. */
const SERIAL: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  // A serial number instead of the counter's row: whoever takes a number first may commit last.
  'storage/kysely/commit.ts': [
    [
      'advanced as (${counters} returning merchant_id, stream, seq, epoch, floor_seq)',
      `made as (\${counters}), advanced as (
        select r.merchant_id, r.stream, nextval('planted') * 100 as seq, coalesce(s.epoch, r.epoch) as epoch, 0::bigint as floor_seq
        from \${jsonRows('r', STREAM, streams.map((stream) => counterRow(stream, newEpoch())))}
        left join stream s on s.merchant_id = r.merchant_id and s.stream = r.stream)`,
    ],
    ["'on conflict (merchant_id, stream) do update set seq = stream.seq + excluded.seq'", "'on conflict do nothing'"],
  ],
  'storage/kysely/streams.ts': [
    [
      ".select(['seq', 'epoch', 'floor_seq as floor'])",
      `.select([
        sql<number>\`(select coalesce(max(seq), 0) from log where merchant_id = \${merchantId} and stream = \${stream})\`.as('seq'),
        'epoch',
        'floor_seq as floor',
      ])`,
    ],
    [
      'select s.merchant_id, s.stream, s.seq\n',
      `select s.merchant_id, s.stream, (select coalesce(max(l.seq), 0) from log l
        where l.merchant_id = s.merchant_id and l.stream = s.stream) as seq\n`,
    ],
  ],
  // Such numbers have gaps, so a reader cannot tell that it has missed one.
  'streams/connection.ts': [['frames[0]?.seq === this.#offset + 1', 'frames[0]']],
};

/** Plants a cursor of serial numbers into the server, which loses what commits late. @throws if the sources have no such place */
export const serialCursor: Plugin = {
  name: 'serial-cursor',
  setup(build) {
    for (const [path, changes] of Object.entries(SERIAL)) {
      build.onLoad({ filter: new RegExp(`packages/server/src/${path.replaceAll('/', '\\/')}$`) }, async (file) => {
        let contents = await readFile(file.path, 'utf8');
        for (const [text, planted] of changes) {
          if (!contents.includes(text))
            throw new Error(`${path} has no ${JSON.stringify(text)} to plant the fault at.`);
          contents = contents.replace(text, () => planted);
        }
        return { contents, loader: 'ts' };
      });
    }
  },
};
