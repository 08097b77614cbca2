/**
 * Types of Sidecard's tags in JSX of React 19, which sets properties and listens to events of web components. Earlier versions set only
 * attributes: use `@sidecard/react`.
 *
 * @packageDocumentation
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ElementTags, Settable } from './tags.js';

type Props<Tag extends keyof ElementTags> = DetailedHTMLProps<
  HTMLAttributes<ElementTags[Tag]['element']>,
  ElementTags[Tag]['element']
> &
  Settable<Tag> & {
    [Name in keyof ElementTags[Tag]['events'] & string as `on${Name}`]?:
      | ((event: ElementTags[Tag]['events'][Name]) => void)
      | undefined;
  };

type Tags = { [Tag in keyof ElementTags]: Props<Tag> };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
