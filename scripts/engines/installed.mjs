// @ts-check
// Locates the engines beside Chromium that the element tests run in.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's packages for both. */
export const ENGINE_PACKAGES = ['firefox-esr', 'webkit2gtk-driver', 'xvfb', 'xauth'];

/** @returns {string | undefined} path of Firefox */
export function findFirefox() {
  return ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);
}

/** @returns {string | undefined} path of WebKitGTK's MiniBrowser, if its driver and a display are there, too */
export function findWebKit() {
  if (!['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'].every(existsSync)) return undefined;
  return ['/usr/lib', '/usr/libexec']
    .filter(existsSync)
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    .flatMap((folder) => ['webkit2gtk-4.1', 'webkitgtk-6.0'].map((name) => join(folder, name, 'MiniBrowser')))
    .find(existsSync);
}
