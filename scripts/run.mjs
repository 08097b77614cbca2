// @ts-check
// Runs other programs for the scripts in this folder. Has no dependencies, because it runs before packages are installed.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @typedef {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number, quiet?: boolean }} RunOptions - `quiet` captures the output instead of showing it */

/**
 * Runs a program to completion and shows its output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `output` only with `quiet`; code 127 if it could not start
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
    // Forward termination to the child. Ctrl+C reaches it anyway.
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

/**
 * Runs a dependency's JavaScript program by path, without a shell or `npx`. @param {string} path @param {string[]} args @param {RunOptions}
 * [options]
 */
export function runTool(path, args, options) {
  return run(process.execPath, [join(root, 'node_modules', path), ...args], options);
}

/**
 * Runs npm: the one that runs this script, if any, which names itself in the environment. @param {string[]} args @param {RunOptions}
 * [options]
 */
export function npm(args, options) {
  const { npm_execpath: path } = process.env;
  return path ? run(process.execPath, [path, ...args], options) : run('npm', args, options);
}

/** Programs that several scripts use, below node_modules. */
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

/** Prints a progress heading. @param {string} text */
export function say(text) {
  console.log(`\n▸ ${text}`);
}
