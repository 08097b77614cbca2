import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';

// The pages about elements are drawn from it. Tests do without, so that nothing has to be built for them.
const [manifest] = Object.values(
  import.meta.glob('../packages/elements/custom-elements.json', { eager: true, import: 'default' }),
);
if (manifest) setCustomElementsManifest(manifest);

/** Rules about a whole page, which a story is not. */
const PAGE_RULES = ['region', 'landmark-one-main', 'page-has-heading-one', 'document-title', 'bypass'];
/** The test runner runs every story once for each of its variants and sets them here. */
const env: Readonly<Record<string, string | undefined>> = import.meta.env;
const { STORYBOOK_LOCALE: locale = 'zh-CN', STORYBOOK_THEME: theme = 'light' } = env;

// Nothing leaves the machine. The test runner reports what a listener throws.
addEventListener('securitypolicyviolation', ({ blockedURI }) => {
  throw new Error(`The story asked another host: ${blockedURI}`);
});
const policy = document.createElement('meta');
policy.httpEquiv = 'Content-Security-Policy';
policy.content = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ws:";
document.head.append(policy);

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: { test: 'error', config: { rules: PAGE_RULES.map((id) => ({ id, enabled: false })) } },
  },
  globalTypes: {
    locale: {
      description: 'Language of the texts',
      toolbar: { title: 'Language', icon: 'globe', dynamicTitle: true, items: ['zh-CN', 'en'] },
    },
    theme: {
      description: 'Light or dark',
      toolbar: { title: 'Theme', icon: 'contrast', dynamicTitle: true, items: ['light', 'dark'] },
    },
  },
  initialGlobals: { locale, theme },
  decorators: [
    (story, { globals }) => {
      const page = document.documentElement;
      page.lang = String(globals['locale']);
      page.style.colorScheme = String(globals['theme']);
      // the canvas follows, so that contrast is measured against what a reader sees
      page.style.background = 'Canvas';
      page.style.color = 'CanvasText';
      document.body.style.background = 'Canvas';
      return story();
    },
  ],
};
export default preview;
