// @ts-check
// Minifies the text in css`…`, which compilers leave alone.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const SHEET = /css\s*`([^`]*)`/g;

/** Minifies every style sheet of a module. Sheets contain no `${…}`: values are custom properties. @param {string} code */
function minifySheets(code) {
  return code.replace(SHEET, (_, sheet) => {
    const { code: short } = transformSync(sheet, { loader: 'css', minify: true, target: 'es2022', charset: 'utf8' });
    return `css\`${withoutBlanks(short.trim()).replaceAll('\\', '\\\\')}\``;
  });
}

/**
 * Removes whitespace. Minifiers keep it in values of custom properties, which scripts may read; ours are read by style sheets only. @param
 * {string} sheet
 */
function withoutBlanks(sheet) {
  const pieces = sheet.split(/("[^"]*")/);
  return pieces.map((piece, i) => (i % 2 ? piece : piece.replace(/([:,(]) +| +(?=\))/g, '$1'))).join('');
}

/** Minifies the style sheets of compiled modules. @param {string} folder */
export function minifyBuiltSheets(folder) {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.styles.js')) continue;
    const file = join(folder, path);
    const code = readFileSync(file, 'utf8');
    const short = minifySheets(code);
    if (short !== code) writeFileSync(file, short);
  }
}

/** Vite plugin. @type {import('vite').Plugin} */
export const viteSheets = {
  name: 'sheets',
  transform: {
    filter: { id: /\.styles\.[jt]s$/ },
    handler: (code) => ({ code: minifySheets(code), map: null }),
  },
};
