// @ts-check
// Writes packages/elements/custom-elements.json:  node scripts/manifest.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runTool, tools } from './run.mjs';

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
  /** @type {{ modules: { declarations?: { tagName?: string }[] }[] }} */
  const published = JSON.parse(analyzed, (_, value) =>
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

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await manifest()) ? 0 : 1;
}
