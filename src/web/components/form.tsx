/** Fields, choices and buttons. Every form is real: it posts, and it works without script. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import type { FieldError } from './shapes.ts';

type ButtonProps = {
  readonly kind?: 'main' | 'quiet' | 'danger' | 'final' | 'wall' | 'text' | 'text-danger';
  readonly icon?: IconName;
  readonly small?: boolean;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
};

const classOf = ({ kind = 'main', small, wide }: Omit<ButtonProps, 'children' | 'icon'>): string => {
  if (kind === 'text') return 'textbtn';
  if (kind === 'text-danger') return 'textbtn textbtn--danger';
  return ['btn', kind !== 'main' && `btn--${kind}`, small && 'btn--small', wide && 'btn--wide']
    .filter(Boolean)
    .join(' ');
};

type SubmitProps = ButtonProps & {
  readonly name?: string;
  readonly value?: string;
  readonly action?: string;
  readonly method?: 'get' | 'post';
  /** Sends the form as it is: for "show me", not for "do it". */
  readonly unchecked?: boolean;
  /** Which of several alike: read out after the words that are seen (WCAG 2.5.3). */
  readonly about?: string;
};

export const Submit = ({
  children,
  icon,
  name,
  value,
  action,
  method,
  unchecked,
  about,
  ...look
}: SubmitProps) => (
  <button
    type="submit"
    class={classOf(look)}
    name={name}
    value={value}
    formaction={action}
    formmethod={method}
    formnovalidate={unchecked}
  >
    {icon === undefined ? null : <Icon name={icon} />}
    {children}
    {about === undefined ? null : <span class="vh">: {about}</span>}
  </button>
);

export const LinkButton = ({
  children,
  icon,
  href,
  download,
  ...look
}: ButtonProps & { href: string; download?: boolean }) => (
  <a class={classOf(look)} href={href} download={download}>
    {icon === undefined ? null : <Icon name={icon} />}
    {children}
  </a>
);

/** One post as a button: for what needs no fields. */
export const PostButton = ({
  to,
  fields = {},
  ...button
}: SubmitProps & { to: string; fields?: Readonly<Record<string, string>> }) => (
  <form method="post" action={to}>
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <Submit {...button} />
  </form>
);

export const errorOf = (errors: readonly FieldError[] | undefined, field: string): string | undefined =>
  errors?.find((error) => error.field === field)?.says;

type FieldProps = {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly span?: 1 | 2 | 3 | 4;
  readonly children: (described: {
    'aria-describedby'?: string;
    'aria-invalid'?: 'true';
  }) => ComponentChildren;
};

/** A label, a hint, what is wrong, and the control: in this order. */
export function Field({ id, label, hint, error, span, children }: FieldProps) {
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div
      class={['field', span && `span-${span}`, error !== undefined && 'is-wrong'].filter(Boolean).join(' ')}
    >
      <label for={id}>{label}</label>
      {hint === undefined ? null : (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error === undefined ? null : <Wrong id={`${id}-error`} says={error} />}
      {children({
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(error === undefined ? {} : { 'aria-invalid': 'true' as const }),
      })}
    </div>
  );
}

export const Wrong = ({ id, says }: { id: string; says: string }) => (
  <span class="wrong" id={id}>
    <Icon name="alert" />
    {says}
  </span>
);

type TextProps = Omit<FieldProps, 'children'> & {
  readonly type?: 'text' | 'email';
  readonly autocomplete?: string;
  readonly inputMode?: 'text' | 'email' | 'numeric';
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly value?: string | undefined;
  readonly name?: string;
};

export const TextField = ({ id, label, hint, error, span, ...input }: TextProps) => (
  <Field id={id} label={label} hint={hint} error={error} {...(span === undefined ? {} : { span })}>
    {(described) => (
      <input
        class="input"
        id={id}
        name={input.name ?? id}
        value={input.value ?? ''}
        type={input.type ?? 'text'}
        list={undefined}
        autocomplete={input.autocomplete}
        inputMode={input.inputMode}
        required={input.required}
        maxLength={input.maxLength}
        {...described}
      />
    )}
  </Field>
);

export type Option = { readonly value: string; readonly label: string };
type SelectProps = Omit<FieldProps, 'children'> & {
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  readonly autocomplete?: string;
  readonly name?: string;
};

export const SelectField = ({
  id,
  label,
  hint,
  error,
  span,
  name = id,
  options,
  value,
  autocomplete,
}: SelectProps) => (
  <Field id={id} label={label} hint={hint} error={error} {...(span === undefined ? {} : { span })}>
    {(described) => (
      <select class="input" id={id} name={name} autocomplete={autocomplete} {...described}>
        {options.map((one) => (
          <option key={one.value} value={one.value} selected={one.value === value}>
            {one.label}
          </option>
        ))}
      </select>
    )}
  </Field>
);

type TickProps = {
  readonly id: string;
  readonly name?: string;
  readonly checked?: boolean | undefined;
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
};

/** A declaration or a waiver: its own empty box. */
export const Tick = ({ id, name = id, checked = false, error, children }: TickProps) => (
  <div class={error === undefined ? 'stack gap-2' : 'field is-wrong'}>
    {error === undefined ? null : <Wrong id={`${id}-error`} says={error} />}
    <label class="tick">
      <input
        type="checkbox"
        id={id}
        name={name}
        value="yes"
        checked={checked}
        aria-invalid={error === undefined ? undefined : 'true'}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
      />
      <span>{children}</span>
    </label>
  </div>
);

type ChoiceProps = {
  readonly name: string;
  readonly value: string;
  readonly checked?: boolean;
  /** Why it cannot be had; it stays in the list. */
  readonly off?: string | undefined;
  readonly note?: ComponentChildren;
  readonly cost?: string | undefined;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
};

/** The whole card is the target. */
export const Choice = ({ name, value, checked = false, off, note, cost, icon, children }: ChoiceProps) => (
  <label class={off === undefined ? 'choice' : 'choice is-off'}>
    <input
      type="radio"
      name={name}
      value={value}
      checked={checked && off === undefined}
      disabled={off !== undefined}
    />
    <span>
      {children}
      {off === undefined && note === undefined ? null : <small>{off ?? note}</small>}
    </span>
    {cost === undefined ? null : <span class="cost">{cost}</span>}
    {icon === undefined ? null : <Icon name={icon} />}
  </label>
);
