// @ts-check
// Firefox, driven by WebDriver BiDi.
import { launch } from 'puppeteer-core';

/** Tests need no background traffic, and no motion. */
const PREFERENCES = {
  'ui.prefersReducedMotion': 1,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
};

/** @param {string} executablePath */
export function startFirefox(executablePath) {
  return launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: PREFERENCES });
}
