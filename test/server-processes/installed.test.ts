import { expect, inject, it } from 'vitest';
import { findNats } from '../support/nats/installed.ts';
import { findPostgres } from '../support/postgres/installed.ts';

it('PostgreSQL runs for these tests where it is installed', () => {
  expect(inject('postgres') !== undefined).toBe(findPostgres() !== undefined);
});

it.skipIf(findPostgres())('PostgreSQL is not installed: every other test on it is left out', ({ skip }) => skip());

it('NATS runs for these tests where it is installed', () => {
  expect(inject('nats') !== undefined).toBe(findPostgres() !== undefined && findNats() !== undefined);
});

it.skipIf(findNats())('NATS is not installed: the tests of hints over NATS are left out', ({ skip }) => skip());
