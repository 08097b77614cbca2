// Generates packages/react/src from the elements' manifest, as part of `npm run build`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { root } from './run.mjs';

const HEAD = '// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.\n';
/** Narrow entries first: importing the card's wrapper loads only the card. */
const ENTRIES = [
  ['dist/card/index.js', '@sidecard/elements/card'],
  ['dist/task/index.js', '@sidecard/elements/task'],
  ['dist/staff-message/index.js', '@sidecard/elements/staff-message'],
  ['dist/conversation/index.js', '@sidecard/elements/conversation'],
  ['dist/workbench/index.js', '@sidecard/elements/workbench'],
  ['dist/index.js', '@sidecard/elements'],
];

/** Writes or checks the wrappers from the current manifest. @returns {Promise<boolean>} whether they are up to date */
export async function reactWrappers({ check = false } = {}) {
  const { modules } = JSON.parse(readFileSync(join(root, 'packages/elements/custom-elements.json'), 'utf8'));
  const elements = modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName)
    .sort((one, other) => one.tagName.localeCompare(other.tagName));
  const files = new Map(
    elements.map((element) => [`${element.tagName}.ts`, wrapper(element, entryOf(element, modules))]),
  );
  files.set('index.ts', index(elements));
  return generate('packages/react/src', files, { check, keep: /^with-properties\.ts$/ });
}

function wrapper({ name, tagName, description, events = [] }, entry) {
  const details = [...new Set(events.map(({ type }) => /<(\w+)>/.exec(type.text)?.[1]).filter(Boolean))].sort();
  const rows = events.map(
    (event) => `/** ${event.description} */
    ${handlerOf(event.name)}: '${event.name}' as EventName<${event.type.text}>,`,
  );
  return `${HEAD}
import { createComponent${events.length > 0 ? ', type EventName' : ''} } from '@lit/react';
import { ${name} as Element } from '${entry}';
${details.length > 0 ? `import type { ${details.join(', ')} } from '@sidecard/elements';` : ''}
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
${description
  .split('\n')
  .map((line) => ` * ${line}`.trimEnd())
  .join('\n')}
 */
export const ${name} = createComponent({
  react: React,
  tagName: '${tagName}',
  elementClass: withProperties(Element),
  displayName: '${name}',
  events: { ${rows.join('\n')} },
});
`;
}

function index(elements) {
  const lines = elements.map(({ name, tagName }) => `export { ${name} } from './${tagName}.js';`);
  return `/**
 * Sidecard's elements as React components, typed: objects are set as properties and events are props, in every React from 17 on.
 *
 * @packageDocumentation
 */
${HEAD}${lines.join('\n')}
`;
}

/** Turns `sidecard-task-open` into `onTaskOpen`. */
function handlerOf(event) {
  const words = event.replace(/^sidecard-/, '').split('-');
  return `on${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')}`;
}

function entryOf({ name }, modules) {
  const exporting = ENTRIES.find(([path]) =>
    modules.find((module) => module.path === path)?.exports?.some((exported) => exported.name === name),
  );
  if (!exporting) throw new Error(`No entry of @sidecard/elements exports ${name}.`);
  return exporting[1];
}
