import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file with what `initdb` makes. */
    emptyDatabase: string;
  }
}

/** Runs `initdb` once for all test files, because it takes seconds. Its result stays in the cache for later runs. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const inModules = (path: string) => fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url));
  const { version } = JSON.parse(await readFile(inModules('@electric-sql/pglite/package.json'), 'utf8')) as {
    version: string;
  };
  const folder = inModules('.cache/sidecard');
  const file = `${folder}/empty-database-${version}.tar`;
  if (!existsSync(file)) {
    const database = await PGlite.create();
    const data = await database.dumpDataDir('none');
    await database.close();
    await mkdir(folder, { recursive: true });
    // another run may be writing the same file
    await writeFile(`${file}.${process.pid}`, Buffer.from(await data.arrayBuffer()));
    await rename(`${file}.${process.pid}`, file);
  }
  provide('emptyDatabase', file);
}
