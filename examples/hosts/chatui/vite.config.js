export default {
  // The kit's ES modules, instead of the UMD bundle that its "browser" field names.
  resolve: { alias: [{ find: /^@chatui\/core$/, replacement: '@chatui/core/es/index.js' }] },
};
