// @ts-check
// What the built declarations of the packages' entries export.
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './run.mjs';

/** @typedef {{ as: string, symbol: ts.Symbol }} Exported - a name, and what it stands for */

/**
 * Reads the exports of entries, sorted by name.
 *
 * @param {ReadonlyMap<string, string>} entries - source files by import name
 * @returns {{ checker: ts.TypeChecker, exported: Map<string, Exported[]> }} `exported` by import name
 */
export function exportsOf(entries) {
  const declarations = [...entries].map(
    ([name, source]) =>
      /** @type {const} */ ([name, join(root, source.replace('/src/', '/dist/').replace(/\.ts$/, '.d.ts'))]),
  );
  const program = ts.createProgram(
    declarations.map(([, path]) => path),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: true,
    },
  );
  const checker = program.getTypeChecker();
  const exported = new Map(
    declarations.map(([name, path]) => {
      const file = program.getSourceFile(path);
      const module = file && checker.getSymbolAtLocation(file);
      if (!module) throw new Error(`${path} is not built or exports nothing.`);
      const symbols = checker.getExportsOfModule(module).map((symbol) => ({
        as: symbol.name,
        symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      }));
      return [name, symbols.sort((one, other) => (one.as < other.as ? -1 : 1))];
    }),
  );
  return { checker, exported };
}

/**
 * Returns the declarations of an export as text, without `export`, `declare` and private members.
 *
 * @param {ts.Symbol} symbol
 * @param {ts.PrinterOptions} [options]
 */
export function declarationTexts(symbol, options) {
  const printer = ts.createPrinter(options);
  return (symbol.declarations ?? []).map((declaration) => {
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    return printer
      .printNode(ts.EmitHint.Unspecified, node, declaration.getSourceFile())
      .replace(/^\/\*\*[\s\S]*?\*\/\s*/, '')
      .replace(/^export (default )?/, '')
      .replace(/^declare /, '')
      .split('\n')
      .filter((line) => !/^\s*(private |#private)/.test(line))
      .join('\n');
  });
}
