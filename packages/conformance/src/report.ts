import type { Report, Result } from './run.js';

/** Where the protocol is written down. */
const PROTOCOL = 'docs/wire-protocol.md';

/** Describes a check that failed. */
export function failureText({ id, says, section, why }: Result): string {
  return `✗ ${id}\n  ${says}\n  But: ${why ?? ''}\n  ${PROTOCOL}#${section}`;
}

/** Describes a run for people. */
export function reportText({ url, passed, failed, skipped, results }: Report): string {
  const failures = results.filter(({ outcome }) => outcome === 'failed').map(failureText);
  const reasons = new Map<string, number>();
  for (const { outcome, why = '' } of results) if (outcome === 'skipped') reasons.set(why, (reasons.get(why) ?? 0) + 1);
  const skips = [...reasons].map(([why, count]) => `${count} skipped: ${why}`);
  const sum = `${url}: ${passed} passed, ${failed} failed, ${skipped} skipped.`;
  return [...failures, ...skips, sum].join('\n\n');
}
