/**
 * Checks whether a server speaks Sidecard's protocol.
 *
 * @packageDocumentation
 */
export { CHECKS } from './checks/all.js';
export { type Check, type Need } from './check.js';
export { Wire } from './http.js';
export { reportText } from './report.js';
export { checkConformance, type ConformanceOptions, type Report, type Result } from './run.js';
export { EventReader } from './stream.js';
export {
  commandTokens,
  type Person,
  type SecretOptions,
  secretTokens,
  type TokenFault,
  type TokenSource,
  urlTokens,
} from './tokens.js';
export type { Shop, Target, World } from './world.js';
