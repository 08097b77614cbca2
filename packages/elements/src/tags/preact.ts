/**
 * Types of Sidecard's tags in JSX of Preact.
 *
 * @packageDocumentation
 */
import type { HTMLAttributes } from 'preact';
import type { ElementTags, Settable } from './tags.js';

type Props<Tag extends keyof ElementTags> = HTMLAttributes<ElementTags[Tag]['element']> &
  Settable<Tag> & {
    [Name in keyof ElementTags[Tag]['events'] & string as `on${Name}`]?:
      | ((event: ElementTags[Tag]['events'][Name]) => void)
      | undefined;
  };

type Tags = { [Tag in keyof ElementTags]: Props<Tag> };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
