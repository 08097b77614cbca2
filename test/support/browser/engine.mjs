// Runs before each test file in Firefox and WebKit: skips what test/support/engines.mjs lists.
const { skipped } = globalThis.__sidecardEngine;

beforeEach(function skipListed() {
  const title = this.currentTest.fullTitle();
  if (skipped.some((test) => title === test)) this.skip();
});
