/**
 * Types of Sidecard's tags in Vue's templates: `:client.prop="client"`, `@sidecard-task-open="…"`.
 *
 * @packageDocumentation
 */
import type { HTMLAttributes } from 'vue';
import type { ElementTags, Settable } from './tags.js';

/** `sidecard-task-open` → `SidecardTaskOpen` */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

type Props<Tag extends keyof ElementTags> = HTMLAttributes &
  Settable<Tag> & {
    [Name in keyof ElementTags[Tag]['events'] & string as `on${Pascal<Name>}`]?:
      | ((event: ElementTags[Tag]['events'][Name]) => void)
      | undefined;
  };

type Tags = { [Tag in keyof ElementTags]: new () => { readonly $props: Props<Tag> } };

declare module 'vue' {
  interface GlobalComponents extends Tags {}
}
