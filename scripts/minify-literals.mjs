// @ts-check
// Minifies what compilers leave alone: the text in css`…`, and the white space in html`…`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import ts from 'typescript';

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

/**
 * Collapses line breaks and indentation in a module's templates to one space, as browsers display them. The line breaks move behind the
 * text into the code, so that source maps stay valid.
 *
 * @param {string} code
 */
function minifyTemplates(code) {
  if (!/\bhtml\s?`/.test(code)) return code;
  const source = ts.createSourceFile('module.ts', code, ts.ScriptTarget.ES2022, true);
  /** @type {ts.Node[]} */
  const texts = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'html') {
      const { template } = node;
      texts.push(
        ...(ts.isTemplateExpression(template)
          ? [template.head, ...template.templateSpans.map(({ literal }) => literal)]
          : [template]),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts
    .map((text) => /** @type {const} */ ([text.getStart(source), text.end]))
    .sort(([a], [b]) => b - a)
    .reduce((short, [start, end]) => {
      const text = short.slice(start, end);
      return short.slice(0, start) + text.replace(/\s*\n\s*/g, ' ') + text.replace(/[^\n]/g, '') + short.slice(end);
    }, code);
}

/** @param {string} file @param {string} code */
const minify = (file, code) => (/\.styles\.[jt]s$/.test(file) ? minifySheets(code) : minifyTemplates(code));

/** Minifies the compiled modules in a folder. @param {string} folder */
export function minifyBuilt(folder) {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // The bundles for script tags are built from sources.
    if (!path.endsWith('.js') || path.startsWith('cdn')) continue;
    const file = join(folder, path);
    const code = readFileSync(file, 'utf8');
    const short = minify(file, code);
    if (short !== code) writeFileSync(file, short);
  }
}

/** Vite plugins: style sheets everywhere, templates in published builds. @type {import('vite').Plugin[]} */
export const viteLiterals = [
  {
    name: 'sheets',
    transform: {
      filter: { id: /\.styles\.[jt]s$/ },
      handler: (code) => ({ code: minifySheets(code), map: null }),
    },
  },
  {
    name: 'templates',
    apply: 'build',
    transform: {
      filter: { id: /packages\/elements\/src\/.*\.ts$/ },
      handler: (code) => ({ code: minifyTemplates(code), map: null }),
    },
  },
];
