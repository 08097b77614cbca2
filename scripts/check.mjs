// @ts-check
// npm run check: every check that does not run the product.
import { checkNode, installPackages } from './setup.mjs';

checkNode();
await installPackages();
// The steps import installed packages.
await import('./check-steps.mjs');
