import { builtInTypes, type Labels, label } from '@sidecard/core';
import { INTERVENTION_DEADLINES, SETTLE_DEADLINE } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { pages, typePage } from '../../scripts/docs/pages.mjs';
import { installation } from '../support/installation.ts';

describe('the page of a type of a host’s own', () => {
  const page = typePage(installation);
  const own = (text: Labels) => [label(text, 'en'), label(text, 'zh-CN')];

  it('[R3] has its names in both languages: type, fields, reasons, deadlines, moves', () => {
    const { request, reasons, deadlines, transitions } = installation;
    const mine = transitions.filter(({ command }) => ['agree', 'propose', 'set-off', 'fulfil'].includes(command));
    // the platform's own are on the page that all types have in common
    const ownDeadlines = Object.entries(deadlines).filter(
      ([key]) => !Object.hasOwn({ ...INTERVENTION_DEADLINES, ...SETTLE_DEADLINE }, key),
    );
    const named = [
      ...[installation, ...request, ...reasons.buyer, ...reasons.merchant, ...ownDeadlines.map(([, rule]) => rule)],
      ...mine.flatMap(({ labels, fields = [] }) => [...(labels ? [{ labels }] : []), ...fields]),
    ].flatMap(({ labels }) => own(labels));
    expect(named.filter((name) => !page.includes(name))).toEqual([]);
  });

  it('has its own command, guard and deadline, in tables and diagram', () => {
    expect(page).toContain('| `set-off` | The fitter is on the way 师傅已出发 |');
    expect(page).toContain('| not on the way |');
    expect(page).toContain('| `arrival` | the shop | 6 hours |');
    expect(page).toContain('⏱ Arrive and install');
    expect(page).not.toMatch(/undefined|NaN|\[object|null/);
  });

  it('is in the list of types beside those that ship', () => {
    const all: ReadonlyMap<string, string> = pages([...builtInTypes, installation]);
    expect(all.get('installation.md')).toBe(page);
    expect(all.get('README.md')).toContain('[Installation 上门安装](installation.md)');
  });
});
