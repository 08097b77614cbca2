import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';

type Create = typeof PGlite.create;

/** `PGlite.create`, as the package has it. Files that share a worker share the class. */
const original = Symbol.for('sidecard.tests.create');
const shared: typeof PGlite & { [original]?: Create } = PGlite;
const create: Create = (shared[original] ??= PGlite.create.bind(PGlite));

// A new database in memory starts from what `initdb` made earlier; one in a folder runs `initdb` as ever.
const prepared = async (...options: Parameters<Create>) =>
  options.length > 0
    ? create(...options)
    : create({ loadDataDir: new Blob([await readFile(inject('emptyDatabase'))]) });
PGlite.create = prepared;
