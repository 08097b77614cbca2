export * from './conflict.js';
export * from './guard.js';
