import { exportTicket, type ExportOptions, SURFACE_NAMES, type SurfaceName } from '@sidecard/exporters';
import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from '../support/hostile.ts';
import { OPTIONS, stringsOf, viewOf } from '../support/exports.ts';

const exported = (change: Partial<ExportOptions>, name: SurfaceName = 'text') =>
  exportTicket(name, viewOf(), { ...OPTIONS, ...change });
const refusal = (change: Partial<ExportOptions>) => {
  const result = exported(change);
  return result.ok ? 'accepted' : result.error.code;
};

describe('the link to the task', () => {
  it.each([
    ...['', 'javascript:alert(1)', 'data:text/html,x', 'http://shop.example/', '//shop.example/', '/tickets/1'],
    ...['https:/shop.example', 'https:\\\\shop.example', 'https://', 'https:///shop.example', ' https://shop.example'],
    ...[
      'https://shop.example@evil.example/',
      'https://u:p@shop.example/',
      'https://shop.example/a b',
      'https://shop.example/\n',
    ],
    ...['https://shop.example/"onclick', 'https://shop.example/<b>', 'https://shop.example/|here', 'https://exa mple/'],
    `https://shop.example/${'a'.repeat(2_048)}`,
    `https://shop.example/${'退'.repeat(1_000)}`,
    ...HOSTILE_TEXTS,
  ])('is refused if it is not plainly https: %j', (taskUrl) => {
    expect(refusal({ taskUrl })).toBe('link-invalid');
  });

  it.each([1, null, undefined, {}, ['https://shop.example/']])('is refused if it is no text: %j', (taskUrl) => {
    expect(refusal({ taskUrl: taskUrl as string })).toBe('link-invalid');
  });

  it('is written as browsers write it', () => {
    const written = (taskUrl: string) => {
      const result = exported({ taskUrl }, 'slack');
      return result.ok && stringsOf(result.value.payload).find(([key]) => key === 'url')?.[1];
    };
    expect(written('HTTPS://Shop.Example/t/1?x=(1)#2')).toBe('https://shop.example/t/1?x=(1)#2');
    expect(written('https://店.example/退')).toBe(
      'https://xn--w6q.example/%E9%80%80'.replace(
        'xn--w6q',
        new URL('https://店.example').hostname.split('.')[0] ?? '',
      ),
    );
  });

  it.each(SURFACE_NAMES)('is on %s, if it is of usual length', (name) => {
    expect(JSON.stringify(exported({}, name))).toContain(OPTIONS.taskUrl);
  });
});

describe('other options', () => {
  it('are refused by a code', () => {
    expect(refusal({ timeZone: 'Mars/Olympus' })).toBe('time-zone-unknown');
    expect(refusal({ nowMs: Number.NaN })).toBe('time-invalid');
    expect(refusal({ nowMs: 1e20 })).toBe('time-invalid');
    for (const name of ['toString', 'fax', '__proto__'])
      expect(exported({}, name as SurfaceName)).toEqual({ ok: false, error: { code: 'surface-unknown' } });
  });

  it('decide language and time zone', () => {
    const text = (change: Partial<ExportOptions>) => JSON.stringify(exported(change));
    expect(text({ locale: 'zh-Hant' })).toContain('退货退款');
    expect(text({ locale: 'fr' })).toContain('Return & refund');
    expect(text({ timeZone: 'Asia/Shanghai' })).toContain('By 3 Jul, 08:00');
    expect(text({ timeZone: 'America/New_York' })).toContain('By 2 Jul, 20:00');
  });
});
