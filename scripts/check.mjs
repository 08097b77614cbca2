// @ts-check
// npm run check: all that can be said without running the product.
import { checkNode, installPackages } from './setup.mjs';

checkNode();
await installPackages();
// what the steps import is only there when packages are installed
await import('./check-steps.mjs');
