// @ts-check
// Writes packages/elements/custom-elements.json:  node scripts/manifest.mjs
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runTool, tools } from './run.mjs';

/** @typedef {{ name: string }} Property */
/** @typedef {{ modules: { path: string, declarations?: { tagName?: string, cssProperties?: Property[] }[] }[] }} Manifest */

/** Writes packages/elements/custom-elements.json, for Storybook and generated types, and what editors read instead of it. */
export async function manifest() {
  const cwd = join(root, 'packages/elements');
  const args = ['analyze', '--litelement', '--globs', 'src/**/*.ts', '--outdir', '.', '--quiet'];
  const { code, output } = await runTool(tools.cem, args, { cwd, quiet: true });
  if (code !== 0) {
    console.error(output);
    return false;
  }
  const file = join(cwd, 'custom-elements.json');
  const analyzed = readFileSync(file, 'utf8');
  // The analyzer lists sources; readers of the manifest have the built files.
  /** @type {Manifest} */
  const described = JSON.parse(analyzed);
  shareProperties(described, cwd);
  /** @type {Manifest} */
  const published = JSON.parse(JSON.stringify(described), (_, value) =>
    typeof value === 'string' ? value.replace(/^\/?src\/(.*)\.ts$/, 'dist/$1.js') : value,
  );
  writeFileSync(file, JSON.stringify(published, null, 2) + '\n');
  await editorData(published, cwd);
  const tags = published.modules.flatMap((module) => module.declarations ?? []).flatMap(({ tagName }) => tagName ?? []);
  console.log(
    `custom-elements.json: ${tags.length === 0 ? 'no elements yet' : tags.map((tag) => `<${tag}>`).join(' ')}`,
  );
  return true;
}

/** Writes the data of VS Code and of JetBrains' editors. @param {any} published @param {string} folder */
async function editorData(published, folder) {
  // what it imports is only there when packages are installed
  const { getVsCodeCssCustomData, getVsCodeHtmlCustomData } = await import('custom-element-vs-code-integration');
  const { getWebTypesData } = await import('custom-element-jet-brains-integration');
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const webTypes = JSON.parse(getWebTypesData(published, { packageJson: false }));
  const files = {
    'vscode.html-custom-data.json': getVsCodeHtmlCustomData(published, {}),
    'vscode.css-custom-data.json': getVsCodeCssCustomData(published, {}),
    'web-types.json': JSON.stringify({ ...webTypes, name, version }, null, 2) + '\n',
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
}

/**
 * Custom properties are described once, on the provider. Gives each element those that its style sheets read. @param {Manifest} manifest
 * @param {string} folder
 */
function shareProperties({ modules }, folder) {
  const elements = modules.flatMap(({ path, declarations = [] }) =>
    declarations.flatMap((element) => (element.tagName ? { path, element } : [])),
  );
  const all = elements.find(({ element }) => element.tagName === 'sidecard-provider')?.element.cssProperties ?? [];
  for (const { path, element } of elements) {
    if (element.cssProperties) continue;
    const text = sourcesFrom(join(folder, path));
    element.cssProperties = all.filter(({ name }) => text.includes(`var(${name},`));
  }
}

/**
 * Returns the text of a source and of all that it imports from its package; of what loads on demand, only the parts in its own folder: the
 * others are elements in their own right. @param {string} file @param {string} [folder] @param {Set<string>} [read]
 */
function sourcesFrom(file, folder = dirname(file), read = new Set()) {
  read.add(file);
  let text = readFileSync(file, 'utf8');
  for (const [, how, path = ''] of text.matchAll(/(from|import|import\()\s*'(\.[^']+)\.js'/g)) {
    const next = join(dirname(file), `${path}.ts`);
    if (read.has(next) || !existsSync(next) || (how === 'import(' && dirname(next) !== folder)) continue;
    text += sourcesFrom(next, folder, read);
  }
  return text.replaceAll(/var\(\s+/g, 'var(');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await manifest()) ? 0 : 1;
}
