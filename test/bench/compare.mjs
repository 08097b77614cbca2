// @ts-check
// Our cards now against those of a revision, both bundled from their sources, in the same rounds. Only our packages are of that revision: pages of the
// benchmark and packages of others are today's. A card that says something else than today's is named, as it may have less to do.
import { sourcesIn, unpackRevision } from '../../scripts/revision.mjs';
import { root } from '../../scripts/run.mjs';
import { mountCase, startCase, textFault } from './cards.mjs';
import { startRig } from './rig.mjs';
import { median, shuffled, spread } from './statistics.mjs';

/**
 * Measures both and prints ratios.
 *
 * @param {string} revision
 * @param {{ rounds: number }} options
 */
export async function compareWith(revision, { rounds }) {
  const { commit, tree } = await unpackRevision(revision, 'compared');
  const rig = await startRig([], { others: { now: [sourcesIn(root)], then: [sourcesIn(tree)] } });
  try {
    for (const who of ['now', 'then']) {
      const fault = await textFault(rig, who);
      if (fault) console.error(`Not the same: ${fault}`);
    }
    const cases = [
      ['mount 1,000, open', (/** @type {string} */ who) => mountCase(rig, who, 1000, 'open')],
      ['mount 1,000, contained', (/** @type {string} */ who) => mountCase(rig, who, 1000, 'contained')],
      ['live, 1,000, contained', (/** @type {string} */ who) => mountCase(rig, `${who}-live`, 1000, 'contained')],
      ['page with one card', (/** @type {string} */ who) => startCase(rig, who)],
    ].flatMap(([title, make]) =>
      ['now', 'then'].map((who) => ({ title: String(title), who, measure: /** @type {any} */ (make)(who).measure })),
    );
    /** @type {Map<string, Record<string, number>[]>} */
    const measured = new Map();
    for (let round = 0; round < rounds; round++)
      for (const { title, who, measure } of shuffled(cases)) {
        const key = `${title}/${who}`;
        measured.set(key, [...(measured.get(key) ?? []), await measure()]);
      }
    console.log(`\nNow against ${commit.slice(0, 12)}, ${rounds} rounds: ms of main-thread CPU, medians (quartiles)`);
    for (const title of new Set(cases.map((one) => one.title)))
      for (const [metric, name] of Object.entries({ cpu: 'all', off: 'update off screen', on: 'update on screen' })) {
        const of = (/** @type {string} */ who) =>
          (measured.get(`${title}/${who}`) ?? []).flatMap((record) => record[metric] ?? []);
        if (of('now').length === 0) continue;
        const text = (/** @type {string} */ who) => {
          const { median: middle, low, high } = spread(of(who));
          return `${middle.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
        };
        const ratio = median(of('now')) / median(of('then'));
        console.log(
          `${`${title}: ${name}`.padEnd(44)} now ${text('now').padEnd(26)} then ${text('then').padEnd(26)} ÷ ${ratio.toFixed(2)}`,
        );
      }
  } finally {
    await rig.close();
  }
}
