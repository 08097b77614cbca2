// @ts-check
// Starts other programs for the scripts in this folder. No dependencies: it is used before anything is installed.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @typedef {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number, quiet?: boolean }} RunOptions - `quiet` keeps the output back */

/**
 * Runs a program to its end and shows its output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `output` only when quiet; code 127 when it could not start
 */
export function run(command, args, { cwd = root, env = {}, timeoutMs = 0, quiet = false } = {}) {
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const end = () => {
      timedOut = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    };
    const timer = timeoutMs > 0 ? setTimeout(end, timeoutMs) : undefined;
    // who ends us means the whole; Ctrl+C reaches the child by itself
    const stop = () => {
      child.kill('SIGTERM');
      process.exit(143);
    };
    process.once('SIGTERM', stop);
    const done = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.off('SIGTERM', stop);
      resolve({ code, output, timedOut });
    };
    child.on('error', (error) => {
      output += String(error);
      done(127);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

/** Runs a JavaScript program of a dependency by its path, which needs no shell and no `npx`. @param {string} path @param {string[]} args @param {RunOptions} [options] */
export function runTool(path, args, options) {
  return run(process.execPath, [join(root, 'node_modules', path), ...args], options);
}

/** Runs npm, the one that runs us where there is one: it names itself to its children. @param {string[]} args @param {RunOptions} [options] */
export function npm(args, options) {
  const { npm_execpath: path } = process.env;
  return path ? run(process.execPath, [path, ...args], options) : run('npm', args, options);
}

/** The programs that more than one script uses, below node_modules. */
export const tools = {
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
  wtr: '@web/test-runner/dist/bin.js',
  oxfmt: 'oxfmt/bin/oxfmt',
  eslint: 'eslint/bin/eslint.js',
  litAnalyzer: 'lit-analyzer/cli.js',
  publint: 'publint/src/cli.js',
  cem: '@custom-elements-manifest/analyzer/cem.js',
};

/** Tells the reader what happens now. @param {string} text */
export function say(text) {
  console.log(`\n▸ ${text}`);
}
