// @ts-check
// The reference pages: elements from custom-elements.json, packages from the docstrings of their built declarations.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { declarationTexts, exportsOf } from '../declarations.mjs';
import { root } from '../run.mjs';
import { sourceEntries } from '../sources.mjs';

/** Entries that only Sidecard's own packages load, part by part. */
const INTERNAL = /^@sidecard\/core\/(panel|forms|changes|live-card|list|team|protocol|signed-card)$/;

/** @typedef {{ name?: string, type?: { text?: string }, default?: string, description?: string, attribute?: string, privacy?: string, kind?: string, static?: boolean, readonly?: boolean, reflects?: boolean, return?: { type?: { text?: string } }, parameters?: { name: string, type?: { text?: string }, optional?: boolean }[], inheritedFrom?: unknown }} Member */
/** @typedef {{ tagName?: string, name: string, description?: string, members?: Member[], attributes?: Member[], events?: Member[], cssParts?: Member[], cssProperties?: Member[], slots?: Member[] }} Element */

/** Returns the pages by file name. @returns {Map<string, string>} */
export function referencePages() {
  const elements = elementsOf();
  const entries = new Map([...sourceEntries].filter(([name]) => !/\/tags\//.test(name) && !INTERNAL.test(name)));
  /** @type {[string, string][]} */
  const packages = packagePages(entries);
  const index = [
    '# Reference',
    '',
    '## Elements',
    '',
    ...elements.map(
      ({ tagName = '', description = '' }) => `- [\`<${tagName}>\`](${tagName}.md): ${first(description)}`,
    ),
    '',
    '## Packages',
    '',
    'Every export with its docstring. Signatures of one page: shapes, units and error codes are in them.',
    '',
    ...[...entries.keys()].map((name) => `- [\`${name}\`](${fileOf(name)})`),
    '',
  ];
  return new Map([
    ['index.md', index.join('\n')],
    ...elements.map((element) => /** @type {[string, string]} */ ([`${element.tagName}.md`, elementPage(element)])),
    ...packages,
  ]);
}

/** @param {string} name */
const fileOf = (name) => `${name.replace('@sidecard/', '').replaceAll('/', '-')}.md`;
/** First sentence of a text. @param {string} text */
const first = (text) => plain(text).split(/(?<=\.)\s/)[0] ?? '';

/** Elements in the order of the manifest. @returns {Element[]} */
function elementsOf() {
  const { modules } = JSON.parse(readFileSync(join(root, 'packages/elements/custom-elements.json'), 'utf8'));
  return modules
    .flatMap((/** @type {{ declarations?: Element[] }} */ { declarations = [] }) => declarations)
    .filter((/** @type {Element} */ { tagName }) => tagName);
}

/** @param {Element} element */
function elementPage(element) {
  const { tagName, description = '', members = [], attributes = [], events = [], cssParts = [], slots = [] } = element;
  const open = members.filter(
    // what Lit and the platform call
    ({ privacy, static: isStatic, inheritedFrom, name = '', description: about }) =>
      privacy !== 'private' &&
      privacy !== 'protected' &&
      !isStatic &&
      !inheritedFrom &&
      about &&
      !/^(#|_|handleEvent$)/.test(name),
  );
  const fields = open.filter(({ kind }) => kind === 'field');
  const methods = open.filter(({ kind }) => kind === 'method');
  const named = (/** @type {Member} */ { name = '' }) => code(name);
  const about = ({ description: text = '' }) => cell(text);
  const typed = (/** @type {Member} */ { type }) => code(type?.text ?? '');
  const standard = (/** @type {Member} */ one) =>
    /^[a-z’' ]+$/.test(one.default ?? '') ? (one.default ?? '') : code(one.default ?? '');
  const attributeOf = new Map(attributes.map(({ name, ...rest }) => [/** @type {any} */ (rest).fieldName, name]));
  return [
    `# \`<${tagName}>\``,
    '',
    plain(description),
    '',
    table('Properties', ['Property', ''], fields, [
      (one) =>
        [named(one), attributeOf.has(one.name) ? `attribute ${code(attributeOf.get(one.name) ?? '')}` : '']
          .filter(Boolean)
          .join('<br>'),
      (one) => [about(one), typed(one), one.default ? `Default: ${standard(one)}` : ''].filter(Boolean).join('<br>'),
    ]),
    table('Methods', ['Method', ''], methods, [
      ({ name, parameters = [] }) =>
        code(
          `${name}(${parameters.map((one) => `${one.name}${one.optional ? '?' : ''}: ${one.type?.text ?? ''}`).join(', ')})`,
        ),
      (one) => [about(one), `Returns ${code(one.return?.type?.text ?? 'void')}`].join('<br>'),
    ]),
    table('Events', ['Event', ''], events, [named, (one) => `${about(one)}<br>${typed(one)}`]),
    table('Slots', ['Slot', ''], slots, [({ name = '' }) => code(name || 'default'), about]),
    table('Parts', ['Part', ''], cssParts, [named, about]),
    table('Custom properties', ['Property', 'Default', ''], element.cssProperties ?? [], [named, standard, about]),
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

/**
 * @param {string} title
 * @param {string[]} head
 * @param {Member[]} rows
 * @param {((row: Member) => string)[]} cells
 */
function table(title, head, rows, cells) {
  if (rows.length === 0) return undefined;
  const line = (/** @type {string[]} */ texts) => `| ${texts.join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line(cells.map((one) => one(row)))),
    '',
  ].join('\n');
}

/** @param {string} text */
function code(text) {
  const one = text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
  return one === '' ? '' : `\`${one}\``;
}
/** Text of a docstring as Markdown without HTML. @param {string} text */
function plain(text) {
  return text
    .replace(/\{@link ([^}|]+?)(?:\s*\|\s*([^}]+))?\}/g, (_, name, label) => `\`${(label ?? name).trim()}\``)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '{\u200b{')))
    .join('')
    .trim();
}
/** @param {string} text */
const cell = (text) => plain(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');

/** @param {ReadonlyMap<string, string>} entries - source files by import name @returns {[string, string][]} */
function packagePages(entries) {
  const { checker, exported } = exportsOf(entries);
  return [...exported].map(([name, symbols]) => [
    fileOf(name),
    `# \`${name}\`\n\n${symbols.map(({ as, symbol }) => exportOf(as, symbol, checker)).join('\n')}`,
  ]);
}

/** Classes and large unions are shown by their declaration; what is longer than a screen is cut. */
const MAX_LINES = 60;

/** @param {string} name @param {ts.Symbol} symbol @param {ts.TypeChecker} checker */
function exportOf(name, symbol, checker) {
  const about = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .filter(({ name: tag }) => ['param', 'returns', 'throws', 'default'].includes(tag));
  const texts = declarationTexts(symbol).map((text) => {
    const lines = text.split('\n');
    return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '  // …'].join('\n') : text;
  });
  return [
    `## ${name}`,
    '',
    plain(about),
    '',
    ...tags.map((tag) => `- ${plain(`*${tag.name}* ${ts.displayPartsToString(tag.text)}`).replace(/\s+/g, ' ')}`),
    '',
    '```ts',
    ...texts,
    '```',
    '',
  ].join('\n');
}
