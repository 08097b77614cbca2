// Lists which tests prove which requirement: npm run requirements
// With --check it fails on a delivered requirement without a test, and on unknown ids.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './run.mjs';

const TEST_NAMES = ['it', 'test'];
const GROUP_NAMES = ['describe', 'suite'];
/** Modifiers of tests that do not run. */
const IDLE = ['skip', 'todo'];

/**
 * Parses the list of requirements: an id in bold and a sentence each, with `*(later)*` at the end of those not delivered yet.
 *
 * @param {string} markdown
 * @returns {{ id: string, sentence: string, later: boolean }[]}
 */
export function readRequirements(markdown) {
  return [...markdown.matchAll(/^- \*\*(R\d+)\*\* (.*(?:\n {2,}.*)*)/gm)].map(([, id, text]) => {
    const sentence = text.replace(/\s+/g, ' ').trim();
    return { id, sentence: sentence.replace(/ \*\(later\)\*$/, ''), later: sentence.endsWith(' *(later)*') };
  });
}

/**
 * Finds the tests in a source, each with the titles of its groups. Parts of a title that are computed at run time appear as `…`.
 *
 * @param {string} source - TypeScript
 * @param {string} file - file name
 * @returns {{ file: string, title: string, ids: string[] }[]}
 */
export function readTests(source, file) {
  const tests = [];
  const visit = (node, groups) => {
    const found = ts.isCallExpression(node) && testCall(node);
    if (!found) return ts.forEachChild(node, (child) => visit(child, groups));
    if (found.idle) return;
    const titles = [...groups, found.title];
    if (found.group) for (const argument of node.arguments) visit(argument, titles);
    else {
      const ids = [...new Set(titles.flatMap((title) => [...title.matchAll(/\[(R\d+)\]/g)].map(([, id]) => id)))];
      tests.push({ file, ids, title: titles.map((title) => title.replace(/\[R\d+\] */g, '')).join(' › ') });
    }
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), []);
  return tests;
}

/** In `it.each(rows)('title', …)` the outer call is the test; the inner one is ignored. */
function testCall({ expression, arguments: [title] }) {
  const modifiers = [];
  let callee = expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) modifiers.push(callee.name.text);
    else if (!ts.isCallExpression(callee) && !ts.isTaggedTemplateExpression(callee)) return undefined;
    callee = ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression;
  }
  const group = GROUP_NAMES.includes(callee.text);
  if (!title || !(group || TEST_NAMES.includes(callee.text))) return undefined;
  return { group, title: literal(title), idle: modifiers.some((name) => IDLE.includes(name)) };
}

function literal(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node)) return literal(node.left) + literal(node.right);
  return ts.isParenthesizedExpression(node) ? literal(node.expression) : '…';
}

/**
 * Matches tests with requirements: `rows` with the tests of each, `unproven` for delivered ones without tests, and `unknownMembers` for
 * tests whose id is not on the list.
 *
 * @param {ReturnType<typeof readRequirements>} requirements
 * @param {ReturnType<typeof readTests>} tests
 */
export function match(requirements, tests) {
  const rows = requirements.map((one) => ({ ...one, tests: tests.filter(({ ids }) => ids.includes(one.id)) }));
  const known = new Set(requirements.map(({ id }) => id));
  return {
    rows,
    unproven: rows.filter((row) => !row.later && row.tests.length === 0),
    unknownMembers: tests.filter(({ ids }) => ids.some((id) => !known.has(id))),
  };
}

/** Prints tests by requirement or, with `check`, only what is wrong. @returns {boolean} whether everything is right */
export function requirements({ check = false } = {}) {
  const sources = readdirSync(join(root, 'test'), { recursive: true })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.tsx?$/.test(name))
    .sort();
  const tests = sources.flatMap((name) => readTests(readFileSync(join(root, name), 'utf8'), name));
  const list = readRequirements(readFileSync(join(root, 'docs/requirements.md'), 'utf8'));
  const { rows, unproven, unknownMembers } = match(list, tests);
  if (!check) {
    for (const row of rows) {
      const count = `${row.tests.length} ${row.tests.length === 1 ? 'test' : 'tests'}`;
      console.log(`${row.id.padEnd(5)}${count.padEnd(9)} ${row.later ? '(later) ' : ''}${row.sentence}`);
      for (const { file, title } of row.tests) console.log(`     ${file}: ${title}`);
    }
    console.log();
  }
  const proven = rows.filter((row) => row.tests.length > 0);
  const early = proven.filter(({ later }) => later);
  const names = (some) => (some.length > 0 ? some.map(({ id }) => id).join(' ') : 'none');
  console.log(
    `${proven.length} of ${rows.length} requirements have tests. Without: ${names(rows.filter((row) => !proven.includes(row)))}.`,
  );
  console.log(`Marked (later): ${names(rows.filter(({ later }) => later))}; of these with tests: ${names(early)}.`);
  if (unproven.length > 0) console.error(`Delivered but without a test: ${names(unproven)}. See docs/requirements.md.`);
  for (const { file, title, ids } of unknownMembers)
    console.error(`No such requirement: ${ids.join(' ')} in ${file}: ${title}`);
  return unproven.length === 0 && unknownMembers.length === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const check = process.argv.includes('--check');
  process.exitCode = !requirements({ check }) && check ? 1 : 0;
}
