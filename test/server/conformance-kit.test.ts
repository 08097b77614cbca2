import { readFileSync } from 'node:fs';
import { CHECKS, reportText } from '@sidecard/conformance';
import { expect, it } from 'vitest';
import { checkServer } from '../support/conformance.ts';

const PAGE = readFileSync(new URL('../../docs/wire-protocol.md', import.meta.url), 'utf8');

/** Checks that tables make for every operation and party. Without SIDECARD_CONFORMANCE=all, every fourth of them is run, and nothing waits for heartbeats. */
const BY_TABLE = /^(access|tokens|methods|queries|bodies)\//;
const all = process.env['SIDECARD_CONFORMANCE'] === 'all';

it('this server passes every check of @sidecard/conformance, of which there are more than 300', async () => {
  let count = 0;
  const report = await checkServer({
    only: (id) => all || (id !== 'streams/heartbeat' && (!BY_TABLE.test(id) || ++count % 4 === 0)),
  });
  expect(reportText(report)).toMatch(/^http:\S+: \d+ passed, 0 failed, 0 skipped\.$/);
  expect(report.passed).toBeGreaterThan(300);
  expect(CHECKS.length).toBeGreaterThan(900);
}, 180_000);

it('every check has an id of its own, a sentence, and a section of docs/wire-protocol.md', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  expect(CHECKS.filter(({ says }) => !/^.{15,}\.$/s.test(says)).map(({ id }) => id)).toEqual([]);
  const headings = [...PAGE.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
  expect(CHECKS.filter(({ section }) => !headings.includes(section)).map(({ section }) => section)).toEqual([]);
  const checked = new Set(CHECKS.map(({ section }) => section));
  expect(headings.filter((heading) => !checked.has(heading))).toEqual([]);
});

it.each<[fault: string, change: (answer: Response) => Response | Promise<Response>, id: string, why: RegExp]>([
  [
    'tells a path that is not theirs from one that does not exist',
    async (answer) => (answer.status === 404 ? new Response(await answer.text(), { status: 403 }) : answer),
    'access/get queues as buyer',
    /^GET \/v1\/queues as buyer answered 403, expected 404/,
  ],
  [
    'lets answers be cached',
    (answer) => {
      answer.headers.set('cache-control', 'max-age=60');
      return answer;
    },
    'access/get queues as agent',
    /Cache-Control must have no-store/,
  ],
])('a server that %s fails, and is told how', async (_, change, id, why) => {
  const report = await checkServer({
    only: (one) => one === id,
    around: (fetch) => async (request) => {
      const { pathname } = new URL(request.url);
      const answer = await fetch(request);
      return pathname === '/v1/queues' ? change(answer) : answer;
    },
  });
  const [failed, ...others] = report.results.filter(({ outcome }) => outcome === 'failed');
  expect([failed?.id, others]).toEqual([id, []]);
  expect(failed?.why).toMatch(why);
  expect(reportText(report)).toContain('docs/wire-protocol.md#who-may-ask-for-what');
});

it.each([
  ['does not know `related`', (accept: string) => accept.replace(';frames=related', ''), 'streams/related tickets to'],
  ['sends `related` to all', (accept: string) => `${accept};frames=related`, 'streams/related tickets whole to'],
])('a server that %s fails', async (_, change, failing) => {
  const report = await checkServer({
    only: (id) => id.startsWith('streams/related') && id.endsWith('buyer'),
    around: (fetch) => (request) => {
      if (!request.url.endsWith('/v1/events')) return fetch(request);
      const headers = new Headers(request.headers);
      headers.set('accept', change(headers.get('accept') ?? ''));
      return fetch(new Request(request.url, { headers, signal: request.signal }));
    },
  });
  const failed = report.results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  expect(failed).toEqual([`${failing} buyer`]);
});
