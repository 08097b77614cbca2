import { actionsOf, formOf, type Client, type SendCommand } from '@sidecard/client';
import { checkFields, cleanFields } from '@sidecard/core/forms';
import { arrangeActions, transitionOf } from '@sidecard/core/panel';
import { fillText, variablesIn } from '@sidecard/core/team';
import type {
  Action,
  ActionLayout,
  Field,
  FieldValues,
  Session,
  TicketTypeDescription,
  TicketView,
} from '@sidecard/core/wire';
import { Form } from '../forms/form.js';
import { canBeShown, type FormShape, initialValues, readValues } from '../forms/form-values.js';

/** What several tickets are answered from. */
export interface SharedContext {
  readonly client: Client;
  readonly session: Session;
  readonly type: TicketTypeDescription;
  readonly views: readonly TicketView[];
}

/** What one of the tickets is sent: what its own form proposes. */
interface Case {
  readonly view: TicketView;
  readonly shape: FormShape;
  readonly proposed: FieldValues;
}

/** Returns the actions that every ticket offers, and that several can be answered with. */
export function commonActions({ session, type, views }: SharedContext): ActionLayout {
  const [first, ...others] = views;
  const offers = (view: TicketView, { transition }: Action) =>
    actionsOf(view, session).some((one) => one.transition === transition && !one.disabledReason);
  const common = (first ? actionsOf(first, session) : []).filter(
    (action) =>
      !action.disabledReason &&
      action.slot !== 'staff-message' &&
      transitionOf(type, action) !== undefined &&
      others.every(
        (view) => view.type === first?.type && view.typeVersion === first.typeVersion && offers(view, action),
      ),
  );
  return arrangeActions(common);
}

/** One answer to several tickets: fields that a case cannot propose are asked for once, and the others are each case's own. */
export class SharedAnswer {
  readonly action: Action;
  /** What is asked for. */
  readonly form: Form;
  readonly cases: readonly Case[];
  readonly #session: Session;
  sending = false;

  constructor(action: Action, context: SharedContext) {
    const { client, session, type, views } = context;
    this.action = action;
    this.#session = session;
    this.cases = views.map((view) => {
      const own = actionsOf(view, session).find(({ transition }) => transition === action.transition);
      const all = {
        limits: own?.limits ?? {},
        addresses: session.returnAddresses ?? [],
        capabilities: session.capabilities,
      };
      const fields = (transitionOf(type, action)?.fields ?? []).filter((one) => !one.optional || canBeShown(one, all));
      const shape = { ...all, fields };
      return { view, shape, proposed: readValues(shape, initialValues(shape)) };
    });
    const [first] = this.cases;
    const asked = (first?.shape.fields ?? []).filter((field) => this.#isAsked(field));
    const shape = { ...(first?.shape ?? { limits: {}, addresses: [], capabilities: [] }), fields: asked };
    this.form = new Form(client, 'batch', `${type.key}/${formOf(action)}`, shape);
  }

  /** What the words contain that is filled in for each ticket. */
  get variables(): readonly string[] {
    const { values } = this.form;
    return [...new Set(this.#texts.flatMap(({ key }) => variablesIn(textIn(values, key))))];
  }

  /** The tickets that can be sent what was filled in, each with its command. The others need an answer of their own. */
  commands(): ReadonlyMap<string, SendCommand> {
    const { command, choice, unversioned } = this.action;
    return new Map(
      this.cases.flatMap(({ view, shape, proposed }) => {
        const answer = this.#fill(this.form.cleaned, view);
        if (!answer) return [];
        const fields = cleanFields(shape.fields, { ...proposed, ...answer });
        if (checkFields(shape.fields, fields, shape.limits).length > 0) return [];
        const version = unversioned ? {} : { version: view.version };
        return [[view.id, { command, ...(choice === undefined ? {} : { choice }), fields, ...version }] as const];
      }),
    );
  }

  /** Fills the words with the facts of a ticket; nothing if it lacks one of them. */
  #fill(values: FieldValues, view: TicketView): FieldValues | undefined {
    const context = { timeZone: this.#session.shop?.timeZone, shop: this.#session.shopName };
    const filled = this.#texts
      .filter(({ key }) => key in values)
      .map(({ key }) => [key, fillText(textIn(values, key), view, context)] as const);
    if (filled.some(([, { ok }]) => !ok)) return undefined;
    return {
      ...values,
      ...Object.fromEntries(filled.flatMap(([key, result]) => (result.ok ? [[key, result.text]] : []))),
    };
  }

  get #texts(): readonly Field[] {
    return this.form.shape.fields.filter(({ kind }) => kind === 'text');
  }

  /** Words are the same for all; of the rest, what some case does not propose. */
  #isAsked(field: Field): boolean {
    if (field.kind === 'text') return true;
    return this.cases.some(({ shape, proposed }) =>
      checkFields(shape.fields, proposed, shape.limits).some((problem) => problem.field === field.key),
    );
  }
}

function textIn(values: FieldValues, key: string): string {
  const value = values[key];
  return typeof value === 'string' ? value : '';
}
