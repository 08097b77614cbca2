/**
 * Types of Sidecard's tags in JSX of Solid: `on:sidecard-task-open`, `prop:client`.
 *
 * @packageDocumentation
 */
import type { JSX } from 'solid-js';
import type { ElementTags, Settable } from './tags.js';

type Props<Tag extends keyof ElementTags> = JSX.HTMLAttributes<ElementTags[Tag]['element']> &
  Settable<Tag> & {
    [Name in keyof ElementTags[Tag]['events'] & string as `on:${Name}`]?:
      | ((event: ElementTags[Tag]['events'][Name]) => void)
      | undefined;
  } & {
    [Name in keyof ElementTags[Tag]['properties'] & string as `prop:${Name}`]?:
      | ElementTags[Tag]['properties'][Name]
      | undefined;
  };

type Tags = { [Tag in keyof ElementTags]: Props<Tag> };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
