// @ts-check
// Generates packages/elements/src/tags/tags.ts from the elements' manifest, as part of `npm run build`. The types of each framework's
// templates derive from it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { root } from './run.mjs';

/**
 * @typedef {{ name: string, type?: { text: string } }} Event
 * @typedef {{ name: string, fieldName: string }} Attribute
 * @typedef {{ name: string, kind: string, description?: string, static?: boolean, readonly?: boolean, privacy?: string }} Member
 * @typedef {{ name: string, tagName?: string, events?: Event[], attributes?: Attribute[], members?: Member[] }} Declaration
 * @typedef {{ path: string, declarations?: Declaration[] }} Module
 */

/** Writes or checks the table of tags from the current manifest. @returns {Promise<boolean>} whether it is up to date */
export async function elementTags({ check = false } = {}) {
  /** @type {{ modules: Module[] }} */
  const { modules } = JSON.parse(readFileSync(join(root, 'packages/elements/custom-elements.json'), 'utf8'));
  const elements = modules
    .flatMap(({ path, declarations = [] }) => declarations.map((declaration) => ({ path, ...declaration })))
    .filter(({ tagName }) => tagName)
    .sort((one, other) => (one.tagName ?? '').localeCompare(other.tagName ?? ''));
  return generate('packages/elements/src/tags', new Map([['tags.ts', table(elements)]]), {
    check,
    keep: /^(?!tags\.ts)/,
  });
}

/** @param {(Declaration & { path: string })[]} elements */
function table(elements) {
  const details = elements.flatMap(({ events = [] }) =>
    events.map(({ type }) => /<(\w+)>/.exec(type?.text ?? '')?.[1]),
  );
  const imports = elements.map(({ name, path }) => `import type { ${name} } from '${path.replace(/^dist\//, '../')}';`);
  const rows = elements.map(({ name, tagName, attributes = [], members = [], events = [] }) => {
    const fields = members.filter(
      ({ kind, description, privacy = 'public', readonly, static: ofClass }) =>
        kind === 'field' && description && privacy === 'public' && !readonly && !ofClass,
    );
    return `'${tagName}': {
      readonly element: ${name};
      readonly attributes: { ${attributes.map((one) => `readonly '${one.name}': ${name}['${one.fieldName}'];`).join(' ')} };
      readonly properties: Pick<${name}, ${fields.map((field) => `'${field.name}'`).join(' | ')}>;
      readonly events: { ${events.map((event) => `readonly '${event.name}': ${event.type?.text};`).join(' ')} };
    };`;
  });
  return `// Written by scripts/element-tags.mjs from the elements’ manifest. Do not edit.
${imports.join('\n')}
import type { ${[...new Set(details)].sort().join(', ')} } from '../events/events.js';

/** Each tag's element, and what it takes and dispatches. */
export interface ElementTags { ${rows.join('\n')} }

/** Attributes and properties of a tag, all optional. */
export type Settable<Tag extends keyof ElementTags> = Optional<ElementTags[Tag]['attributes'] & ElementTags[Tag]['properties']>;

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
`;
}
