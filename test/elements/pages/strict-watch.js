// Before anything else of the page: what breaks its policy is written down.
globalThis.process = { env: { NODE_ENV: 'development' } };
globalThis.violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile, lineNumber }) =>
  globalThis.violations.push(`${violatedDirective} ${sourceFile}:${lineNumber}`),
);
