import { builtInTypes } from '@sidecard/core';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { plainWorldOf } from '../support/worlds.ts';

/** Members of an address that only those who handle a ticket read in full. */
const WHOLE = ['phone', 'street'] as const;

/** Every phone number and street anywhere in a value. */
function secretsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Readonly<Record<string, unknown>>;
  const own = WHOLE.flatMap((key) => (typeof record[key] === 'string' ? [record[key]] : []));
  return [...own, ...Object.values(record).flatMap(secretsIn)];
}

const BUSY_MS = 300_000;
const LARGE = ['exchange', 'repair'];

describe.each(builtInTypes.filter(({ key }) => !LARGE.includes(key)))('a ticket of type $key', (type) => {
  it(
    '[R11] shows whoever may not handle it no full phone number or street, in any state, term, message or line of its history',
    () => {
      const { states, steps, contextAt } = plainWorldOf(type).usual;
      const tickets = [...states.values(), ...steps.map(({ after }) => after)];
      const broken = tickets.flatMap((ticket) => {
        const view = JSON.stringify(project(ticket, 'shop', contextAt(ticket.updatedAtMs)));
        return secretsIn(ticket).filter((secret) => view.includes(secret));
      });
      expect([...new Set(broken)]).toEqual([]);
    },
    BUSY_MS,
  );
});
