// @ts-check
// npm run api writes docs/api: the exports of each package's entries, with their signatures. A change there is a change for hosts.
// It reads the compiled declarations, so build the packages first.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { compile } from './build.mjs';
import { root } from './run.mjs';
import { sourceEntries } from './sources.mjs';

const folder = join(root, 'docs/api');

/** Writes or checks the reports. @returns {boolean} whether they are up to date */
export function api({ check = false } = {}) {
  const reports = reportsOf(sourceEntries);
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const stale = [...reports].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  const changed = [...stale.map(([name]) => name), ...there.filter((name) => !reports.has(name))];
  if (check) {
    if (changed.length > 0)
      console.error(`Out of date in docs/api: ${changed.join(', ')}. If the change is intended, run: npm run api`);
    return changed.length === 0;
  }
  mkdirSync(folder, { recursive: true });
  for (const name of changed) rmSync(join(folder, name), { force: true });
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  return true;
}

/**
 * Returns each entry's report by file name.
 *
 * @param {ReadonlyMap<string, string>} entries - source files by import name
 * @returns {Map<string, string>}
 */
function reportsOf(entries) {
  const declarations = new Map(
    // Entries for the templates of frameworks export nothing: they add to the framework's types.
    [...entries]
      .filter(([name]) => !name.startsWith('@sidecard/elements/tags/'))
      .map(([name, source]) => [name, join(root, source.replace('/src/', '/dist/').replace(/\.ts$/, '.d.ts'))]),
  );
  const program = ts.createProgram([...declarations.values()], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  return new Map(
    [...declarations].map(([name, path]) => {
      const file = program.getSourceFile(path);
      const module = file && checker.getSymbolAtLocation(file);
      if (!module) throw new Error(`${path} is not built or exports nothing.`);
      const exported = checker
        .getExportsOfModule(module)
        .map(
          (symbol) =>
            /** @type {const} */ ([
              symbol.name,
              symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
            ]),
        )
        .sort(([one], [other]) => (one < other ? -1 : 1));
      const lines = exported.map(([as, symbol]) => signatures(as, symbol));
      return [
        `${name.replace('@sidecard/', '').replace('/', '.')}.api.txt`,
        `${name}: ${exported.length} names\n\n${lines.join('\n')}\n`,
      ];
    }),
  );
}

/** Returns a name's declarations, without comments and private members. @param {string} name @param {ts.Symbol} symbol */
function signatures(name, symbol) {
  const printer = ts.createPrinter({ removeComments: true });
  const texts = (symbol.declarations ?? []).map((declaration) => {
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const text = printer.printNode(ts.EmitHint.Unspecified, node, declaration.getSourceFile());
    return inOrder(text)
      .replace(/^export (default )?/, '')
      .replace(/^declare /, '')
      .split('\n')
      .filter((line) => !/^\s*(private |#private)/.test(line))
      .join('\n');
  });
  return [...(name === symbol.name ? [] : [`// exported as ${name}`]), ...texts].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await compile()) && api() ? 0 : 1;
}

/** Sorts the members of unions: the compiler lists them in the order in which it met them, which differs between runs. @param {string} text */
function inOrder(text) {
  return text.replace(/"[^"\n]*"(?: \| "[^"\n]*")+/g, (union) => union.split(' | ').sort().join(' | '));
}
