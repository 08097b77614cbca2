// What the pages import and the project does not have.
/// <reference path="../packages/elements/dist/tags/react.d.ts" />
declare module '*.css';
declare module '*.vue';
declare module '@chatscope/chat-ui-kit-react';
declare module '@chatui/core';
declare module '@tdesign-vue-next/chat';
declare module '@vitejs/plugin-vue';
declare module '@xmpp/component';
declare module '@xmpp/xml' {
  export interface Element {
    readonly attrs: Readonly<Record<string, string | undefined>>;
    getChild(name: string, namespace?: string): Element | undefined;
  }
  export default function xml(
    name: string,
    attributes: Readonly<Record<string, string>>,
    ...children: readonly (Element | string)[]
  ): Element;
}
declare module 'botframework-webchat';
declare module 'deep-chat';

interface HTMLElementTagNameMap {
  'deep-chat': any;
}
interface Window {
  converse: any;
}
