import type { Client } from '@sidecard/client';

/** A control that somebody can use now, as the page shows it. */
export interface Control {
  readonly tag: string;
  readonly type: string;
  readonly name: string;
  /** What it does, where a name for it is in the page. */
  readonly act: string;
  /** The element of ours that it is in; empty in a part of the host. */
  readonly host: string;
  /** Where what is typed belongs to, for a text field that keeps it. */
  readonly place: Place | undefined;
  readonly value: string;
}

/** A text field and what it is of: the same after a reload, in another tab, and each time it is opened. */
export interface Place {
  readonly host: string;
  readonly about: string;
  readonly form: string;
  readonly field: string;
}

/** An open panel. */
export interface PanelState {
  readonly ticketId: string;
  /** Whose ticket it shows, and of which conversation, if the page knows. */
  readonly conversation: string | undefined;
  readonly buyer: string | undefined;
  readonly order: string | undefined;
  readonly head: string;
  readonly isGuarded: boolean;
  /** The conversation that the page's chat shows. */
  readonly open: string | undefined;
  /** Commands that its enabled buttons would send although the ticket does not offer them, as far as the page knows. */
  readonly stale: readonly string[];
}

/** What is in the page, for the judge. */
export interface PageState {
  /** The same for as long as the document is. */
  readonly document: number;
  /** Of its client, if it has one that can be reached. */
  readonly connection: string | undefined;
  readonly panels: readonly PanelState[];
  /** Every word of it: in texts and in fields. */
  readonly words: string;
  readonly fields: readonly { readonly place: Place; readonly value: string }[];
  readonly focus: { readonly isOurs: boolean; readonly isLost: boolean; readonly what: string };
}

/** What `install` puts into each page. */
export interface Explorer {
  found: HTMLElement[];
  controls(): readonly Control[];
  state(): PageState;
  storage(): Promise<string>;
  client(): Client | undefined;
  /** Resolves when a condition is true, or after as many ticks of the page: a busy machine has fewer of them. */
  within(ticks: number, condition: () => boolean): Promise<boolean>;
}

declare global {
  var explorer: Explorer;
}

/** Runs in each page before its own scripts. It refers to nothing outside itself. */
export function install(): void {
  const CONTROLS =
    'button, a[href], input, textarea, select, summary, [role=menuitem], [role=tab], [role=switch], [role=option]';
  /** What is searched or counted with is kept by no draft: `test/support/typing/fields.ts` says why. */
  const UNKEPT = '[type=search], [type=number], [data-testid=buyer-input], .Composer-input';
  const IS_TEXT = 'textarea, input:not([type]), input[type=text], input[type=search]';

  /** Buttons beside those of commands. */
  const NOT_SENT = new Set([
    'more',
    'settle',
    'take-over',
    'ask-access',
    'retry',
    'collapse',
    'continue',
    'say-more',
    'undo',
    'transfer',
  ]);

  const hostOf = (node: Node): Element | undefined => {
    const root = node.getRootNode();
    return root instanceof ShadowRoot ? root.host : undefined;
  };
  const parentOf = (node: Element): Element | undefined => node.assignedSlot ?? node.parentElement ?? hostOf(node);
  const up = (node: Element | undefined, matches: (each: Element) => boolean): Element | undefined => {
    let at = node;
    while (at && !matches(at)) at = parentOf(at);
    return at;
  };
  const isOurs = (each: Element): boolean => each.localName.startsWith('sidecard-');

  function* everything(root: ParentNode): Generator<HTMLElement> {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      yield element;
      if (element.shadowRoot) yield* everything(element.shadowRoot);
    }
  }

  function wordsOf(node: Node): string {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node.matches('style, script')) return '';
    const own = node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement ? ` ${node.value} ` : '';
    return own + [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(wordsOf).join('');
  }

  function nameOf(element: HTMLElement): string {
    const labels = [...((element as HTMLInputElement).labels ?? [])].map(({ textContent }) => textContent).join(' ');
    const text = element.matches('select, textarea') ? '' : element.textContent;
    const name =
      element.getAttribute('aria-label') ?? (labels || text || (element as HTMLInputElement).placeholder || '');
    return name.replace(/\s+/g, ' ').trim().slice(0, 40);
  }

  function placeOf(element: HTMLElement): Place | undefined {
    if (!element.matches(IS_TEXT) || element.matches(UNKEPT)) return undefined;
    const host = up(element, isOurs);
    const ofTicket = up(element, (each) => each.hasAttribute('data-ticket') || 'ticketId' in each);
    const ofConversation = up(element, (each) => 'conversationId' in each) as { conversationId?: string } | undefined;
    const form = up(element, (each) => each.matches('form, [data-form], details'));
    const field = (element as HTMLInputElement).name || element.id.replace(/^form-\d+-/, '') || element.localName;
    // These find something; nothing is written with them.
    if (!field || /search|order/.test(field)) return undefined;
    const chosen = [
      ...(up(element, (each) => each.matches('dialog, sidecard-conversation'))?.querySelectorAll('select') ?? []),
    ];
    return {
      host: host?.localName ?? location.pathname,
      about:
        (ofTicket as { ticketId?: string } | undefined)?.ticketId ??
        ofTicket?.getAttribute('data-ticket') ??
        ofConversation?.conversationId ??
        chosen.map(({ value }) => value).join(),
      form:
        form?.getAttribute('data-form') ??
        `${form?.className ?? ''} ${form?.querySelector('[type=submit]')?.textContent.trim() ?? ''}`.trim(),
      field,
    };
  }

  const isShown = (element: HTMLElement): boolean => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0;
  };

  function find(): HTMLElement[] {
    const all = [...everything(document)];
    const modal = all.filter((each) => each.matches('dialog:modal')).at(-1);
    return all.filter(
      (each) =>
        each.matches(CONTROLS) &&
        !each.matches(':disabled') &&
        isShown(each) &&
        !up(each, (above) => above.hasAttribute('inert')) &&
        (!modal || up(each, (above) => above === modal) !== undefined),
    );
  }

  function focused(): Element | null {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  }

  const client = (): Client | undefined =>
    document.querySelector<HTMLElement & { client?: Client }>('sidecard-provider')?.client;

  function panelOf(panel: HTMLElement & { ticketId?: string }): PanelState {
    const { ticketId = '', shadowRoot: root } = panel;
    const view = client()?.ticket(ticketId).get().view;
    const provider = document.querySelector<HTMLElement & { conversation?: string }>('sidecard-provider');
    // A form is of a command with its choice, a button of a command.
    const offered = new Set(view?.actions.flatMap(({ command, choice }) => [command, `${command}/${choice ?? ''}`]));
    const bars = view?.endedAtMs === undefined ? [] : [...(root?.querySelectorAll<HTMLElement>('.action-bar') ?? [])];
    const buttons = bars.flatMap((bar) =>
      [...bar.querySelectorAll<HTMLElement>('[data-act]')].map((button) => {
        const { act = '' } = button.dataset;
        const sends = act === 'send' ? (bar.dataset['form'] ?? '').replace(/[^a-z-].*/, '') : act;
        return { sends, isOn: button.ariaDisabled !== 'true' && isShown(button) };
      }),
    );
    const stale = buttons.filter(({ sends, isOn }) => isOn && !NOT_SENT.has(sends) && !offered.has(sends));
    return {
      ticketId,
      conversation: view?.conversationId,
      buyer: view?.order.buyer.name,
      order: view?.order.id,
      head: root?.querySelector('header')?.textContent.replace(/\s+/g, ' ').trim() ?? '',
      isGuarded: root?.querySelector('[data-guard]') != null,
      open: provider?.conversation,
      stale: stale.map(({ sends }) => sends),
    };
  }

  globalThis.explorer = {
    found: [],
    controls() {
      this.found = find();
      return this.found.map((element) => ({
        tag: element.localName,
        type: element.getAttribute('type') ?? element.getAttribute('role') ?? '',
        name: nameOf(element),
        act: element.dataset['act'] ?? element.dataset['command'] ?? element.dataset['testid'] ?? '',
        host: up(element, isOurs)?.localName ?? '',
        place: placeOf(element),
        value: element.matches('input, textarea, select') ? (element as HTMLInputElement).value : '',
      }));
    },
    state() {
      const all = [...everything(document)];
      const at = focused();
      return {
        document: performance.timeOrigin,
        connection: client()?.connection.get().state,
        panels: all.filter(({ localName, shadowRoot }) => localName === 'sidecard-task' && shadowRoot).map(panelOf),
        words: wordsOf(document.body).replace(/\s+/g, ' '),
        fields: all.flatMap((each) => {
          const place = isShown(each) ? placeOf(each) : undefined;
          return place ? [{ place, value: (each as HTMLInputElement).value }] : [];
        }),
        focus: {
          isOurs: at !== null && up(at, isOurs) !== undefined,
          isLost: at === null || at === document.body,
          what: at ? `${up(at, isOurs)?.localName ?? ''} ${at.localName} ${nameOf(at as HTMLElement)}` : '',
        },
      };
    },
    async storage() {
      const open = indexedDB.open('sidecard');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error ?? new Error('no database'));
        // It does not exist yet: the client shall create it.
        open.onupgradeneeded = () => open.transaction?.abort();
      }).catch(() => undefined);
      if (!database) return '';
      const stores = [...database.objectStoreNames];
      if (stores.length === 0) return (database.close(), '');
      const reading = database.transaction(stores);
      const values = await Promise.all(
        stores.map(
          (name) =>
            new Promise<unknown>((resolve) => {
              const all = reading.objectStore(name).getAll();
              all.onsuccess = () => resolve(all.result);
              all.onerror = () => resolve([]);
            }),
        ),
      );
      database.close();
      return JSON.stringify(values);
    },
    client,
    async within(ticks, condition) {
      for (let tick = 0; tick < ticks; tick++) {
        if (condition()) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return condition();
    },
  };
}
