/**
 * What makes the shop’s handlers fast together. It loads once an account may handle a ticket.
 *
 * @packageDocumentation
 */
import type { Client, ClientRefusal, Team } from '@sidecard/client';
import type { Action, ActionLayout, ColleagueView, PresenceView, TicketView } from '@sidecard/core/wire';
import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import { html, nothing, type TemplateResult } from 'lit';
import { StoreController } from '../controllers/store-controller.js';
import type { MenuItem } from '../floating/menu.js';
import { format } from '../locales/message.js';
import type { TeamWords } from '../locales/team-catalogue.js';
import { teamCatalogue } from '../locales/team-catalogue.js';
import { icon } from '../theme/icons.js';
import { formatRich, type ViewModel } from '../ticket/view-model.js';
import { queuedText } from '../ticket/waiting-text.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { actionOf, chooseReason, keySheet, meaningOf } from './keys.js';
import { notesSection, NotesForm } from './notes.js';
import { TemplateList } from './templates.js';
import { teamStyles } from './team.styles.js';

/** What it looks like. */
export const styles = [teamStyles];

/** What the tools need of the panel. */
export interface TeamHooks {
  readonly say: (text: string) => void;
  readonly onAction: (action: Action) => void;
  readonly onRefused: (command: string, error: ClientRefusal) => void;
  readonly toggleMenu: (name: string, items: readonly MenuItem[], button: HTMLElement) => void;
  /** Whether nothing is sent now. It says why. */
  readonly isHeld: () => boolean;
}

/** How long an action can be undone, in milliseconds. */
const UNDO_MS = 5_000;

/** How long the menu of colleagues waits for its list, in milliseconds; then it has the last one. */
const LOAD_MS = 2_000;

/** An action that can be undone. */
interface Undo {
  readonly ticketId: string;
  readonly text: string;
  /** The claim before it. */
  readonly before: TicketView['claim'];
}

/** Who else is at the ticket, its hand-over and its notes. */
export class TeamTools implements ReactiveController {
  readonly templates: TemplateList;
  readonly #host: ReactiveElement;
  readonly #hooks: TeamHooks;
  readonly #presence;
  readonly #notes;
  readonly #notesForm: NotesForm;
  #client: Client | undefined;
  #team: Team | undefined;
  #ticketId = '';
  #reported: { readonly team: Team; readonly ticketId: string; readonly state: string } | undefined;
  #undo: Undo | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveElement, hooks: TeamHooks) {
    this.#host = host;
    this.#hooks = hooks;
    this.#presence = new StoreController(host, () => this.#team?.presence(this.#ticketId));
    this.#notes = new StoreController(host, () => this.#team?.notes(this.#ticketId));
    this.#notesForm = new NotesForm(hooks, () => host.requestUpdate());
    this.templates = new TemplateList(host, hooks);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#report('', 'gone');
    clearTimeout(this.#timer);
    this.#undo = undefined;
  }

  /** Follows what the account does. */
  follow({ client, view }: ViewModel, state: 'looking' | 'answering' | 'gone'): void {
    this.#ticketId = view.id;
    if (client !== this.#client) {
      this.#report('', 'gone');
      this.#client = client;
      this.#team = undefined;
      // Without it, the panel works without what is shared.
      client.team().then(
        (team) => {
          if (client === this.#client) this.#team = team;
          this.#host.requestUpdate();
        },
        () => {},
      );
    }
    if (this.#host.isConnected) this.#report(view.id, state);
  }

  #report(ticketId: string, state: 'looking' | 'answering' | 'gone'): void {
    const before = this.#reported;
    if (before && (before.ticketId !== ticketId || before.team !== this.#team)) {
      before.team.setPresence(before.ticketId, 'gone');
      this.#reported = undefined;
    }
    const team = this.#team;
    if (!team || !ticketId || this.#reported?.state === state) return;
    team.setPresence(ticketId, state);
    this.#reported = { team, ticketId, state };
  }

  /** Who else is at the ticket. */
  presence({ texts }: ViewModel<TeamWords>): TemplateResult | undefined {
    const others = this.#presence.value ?? [];
    return others.length > 0 ? presence(others, texts) : undefined;
  }

  /** What can be done about whose ticket it is, beside its owner. */
  tools(model: ViewModel<TeamWords>, transfer: Action | undefined): TemplateResult | undefined {
    const { texts, view, session } = model;
    const undo = this.#undo?.ticketId === view.id ? this.#undo : undefined;
    const isFree = !view.claim || view.claim.accountId === session?.accountId;
    const offered = transfer && !transfer.disabledReason && isFree;
    if (!undo && !offered) return undefined;
    return html`<span class="team">
      ${
        undo
          ? html`<button
              class="btn quiet small"
              type="button"
              data-act="undo"
              aria-label="${texts.team.undo}: ${undo.text}"
              @click=${() => void this.#takeBack(model, undo)}
            >
              ${texts.team.undo}
            </button>`
          : nothing
      }
      ${
        offered
          ? html`<button
              class="btn quiet small"
              type="button"
              data-act="transfer"
              aria-haspopup="menu"
              @click=${(event: Event) => void this.#chooseColleague(model, event.currentTarget as HTMLElement)}
            >
              ${texts.team.handOver}
            </button>`
          : nothing
      }
    </span>`;
  }

  /** The internal notes beside the case. */
  notes(model: ViewModel<TeamWords>) {
    return this.#team && notesSection(model, this.#notes.value, this.#notesForm, this.#team);
  }

  /** The sheet of keys. */
  keySheet({ texts }: ViewModel<TeamWords>, keys: PanelKeys | undefined): TemplateResult {
    return keySheet(texts, keys);
  }

  /** Handles a key of the panel. @returns whether it was one */
  onKey(event: KeyboardEvent, layout: ActionLayout, keys: PanelKeys | undefined): boolean {
    const root = this.#host.renderRoot as ShadowRoot;
    const meaning = meaningOf(event, keys);
    // A dialog has its own keys.
    if (meaning === undefined || root.querySelector('dialog[open]')) return false;
    if (typeof meaning === 'object') {
      return 'reason' in meaning ? chooseReason(root, meaning.reason) : this.templates.insertNth(meaning.template);
    }
    if (meaning === 'templates') return this.templates.openList();
    if (meaning === 'help') {
      root.querySelector<HTMLDialogElement>('dialog.keys')?.showModal();
      return true;
    }
    if (meaning === 'message') {
      const thread = root.querySelector('sidecard-staff-message');
      thread?.focus();
      return thread !== null;
    }
    const action = actionOf(meaning, layout);
    if (action) this.#hooks.onAction(action);
    return action !== undefined;
  }

  /** Offers to undo what has just been done about whose ticket it is. */
  offerUndo({ view }: ViewModel, text: string): void {
    this.#undo = { ticketId: view.id, text, before: view.claim };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#undo = undefined;
      this.#host.requestUpdate();
    }, UNDO_MS);
    this.#host.requestUpdate();
  }

  async #chooseColleague(model: ViewModel<TeamWords>, button: HTMLElement): Promise<void> {
    const { team } = model.texts;
    const colleagues = await this.#loadColleagues(model.client);
    const items = colleagues.map(({ accountId, name, online }) => ({
      label: online ? format(team.online, { name }) : name,
      run: () => void this.#handOver(model, accountId, name),
    }));
    const none = { label: team.handOver, disabledReason: team.nobody, run: () => {} };
    this.#hooks.toggleMenu('transfer', items.length > 0 ? items : [none], button);
  }

  /** Loads the list for the menu: who is online changes. */
  async #loadColleagues(client: Client): Promise<readonly ColleagueView[]> {
    const store = await client.team().then(
      ({ colleagues }) => colleagues,
      () => undefined,
    );
    if (!store) return [];
    return new Promise((resolve) => {
      const done = () => {
        stop();
        clearTimeout(late);
        resolve(store.get());
      };
      const stop = store.listen(done);
      const late = setTimeout(done, LOAD_MS);
    });
  }

  async #handOver(model: ViewModel<TeamWords>, to: string, name: string): Promise<void> {
    const { client, view, texts } = model;
    if (this.#hooks.isHeld()) return;
    const result = await client.send(view.id, { command: 'transfer', fields: { to } });
    if (result.status === 'refused') return this.#hooks.onRefused('transfer', result.error);
    if (result.status === 'queued') return this.#hooks.say(queuedText(result, texts));
    const text = format(texts.team.handedOver, { name });
    this.#hooks.say(text);
    this.offerUndo(model, text);
  }

  /** Gives the ticket back to who had it before. */
  async #takeBack({ client, view, texts, textsOf, session }: ViewModel, { before }: Undo): Promise<void> {
    this.#undo = undefined;
    this.#host.requestUpdate();
    const force = true;
    const isMine = before?.accountId === session?.accountId;
    const first =
      before && !isMine
        ? { command: 'transfer', fields: { to: before.accountId, force } }
        : { command: 'claim', fields: { force } };
    let result = await client.send(view.id, first);
    if (!before && result.status === 'confirmed') result = await client.send(view.id, { command: 'release' });
    if (result.status === 'refused') this.#hooks.onRefused(first.command, result.error);
    else this.#hooks.say(result.status === 'queued' ? queuedText(result, texts) : textsOf(teamCatalogue).team.undone);
  }
}

function presence(others: readonly PresenceView[], { team, locale }: TeamWords): TemplateResult {
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const line = (state: PresenceView['state'], text: TeamWords['team']['looking']) => {
    const names = others.flatMap((one) => (one.state === state ? [one.name] : []));
    return names.length > 0 ? formatRich(text, { names: lists.format(names), count: names.length }) : nothing;
  };
  return html`<div class="row" data-presence>
    <div class="who">
      ${icon('eye')}<span>${line('answering', team.answering)} ${line('looking', team.looking)}</span>
    </div>
  </div>`;
}
