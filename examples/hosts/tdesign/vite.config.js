import vue from '@vitejs/plugin-vue';

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('sidecard-') } } })],
  // The kit draws with JSX of its own; nothing of it is Vue's.
};
