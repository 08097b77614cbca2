import { expect, inject, it } from 'vitest';
import { findPostgres } from '../support/postgres/installed.ts';

it('PostgreSQL runs for these tests where it is installed', () => {
  expect(inject('postgres') !== undefined).toBe(findPostgres() !== undefined);
});

it.skipIf(findPostgres())('PostgreSQL is not installed: every other test on it is left out', ({ skip }) => skip());
