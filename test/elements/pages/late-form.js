// In place of the texts of a form: they come when the test says so, and not before the panel's own.
const textsAt = (name) => import(`/packages/elements/src/locales/${name}`);
await textsAt('panel.zh-CN.ts');
await new Promise((arrive) => Object.assign(globalThis, { arrive }));
// by another address, which the page's import map does not replace
export const { texts } = await textsAt('form.zh-CN.ts?late');
