/** What tells people how things stand: notes, states, empty places. Colour never speaks alone. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import { EmptyFrame } from './picture.tsx';
import type { FieldError, Refusal } from './shapes.ts';

export type Tone = 'plain' | 'ok' | 'warn' | 'bad';
const icons: Readonly<Record<Tone, IconName>> = { plain: 'info', ok: 'check', warn: 'clock', bad: 'alert' };

type NoteProps = {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly id?: string;
  /** Spoken when it appears: for what has just been done. */
  readonly live?: boolean;
  readonly children: ComponentChildren;
};

export const Note = ({ tone = 'plain', icon, id, live = false, children }: NoteProps) => (
  <div class={tone === 'plain' ? 'note' : `note note--${tone}`} id={id} role={live ? 'status' : undefined}>
    <Icon name={icon ?? icons[tone]} />
    {children}
  </div>
);

/** A word for a state, with a shape of its own: filled, ringed, diamond. */
export const Status = ({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) => (
  <span class={tone === 'plain' ? 'status' : `status status--${tone === 'warn' ? 'now' : tone}`}>
    {children}
  </span>
);

/** The summary takes focus, links to each field and uses the same words. */
export function ErrorSummary({ errors }: { errors: readonly FieldError[] }) {
  if (errors.length === 0) return null;
  const title =
    errors.length === 1 ? 'One thing needs another look' : `${errors.length} things need another look`;
  return (
    <div class="note note--bad mb-5" role="alert" tabIndex={-1} autofocus>
      <Icon name="alert" />
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {errors.map(({ field, says }) => (
          <li key={field}>
            <a class="inherit" href={`#${field}`}>
              {says}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A business "no" on a page: what, why, what helps. */
export const Refused = ({ refusal, children }: { refusal: Refusal; children?: ComponentChildren }) => (
  <div class="note note--bad" role="alert" tabIndex={-1} autofocus>
    <Icon name="alert" />
    <p>
      <strong>{refusal.title}</strong> {refusal.because} {refusal.remedy}
    </p>
    {children}
  </div>
);

type EmptyProps = { readonly title: string; readonly says: string; readonly children?: ComponentChildren };

/** The empty frame for "nothing here". */
export const Empty = ({ title, says, children }: EmptyProps) => (
  <div class="sheet sheet--laid stack center gap-3 j-center scale-3">
    <EmptyFrame />
    <h2 class="t-l">{title}</h2>
    <p class="s soft">{says}</p>
    {children}
  </div>
);

/** For what is gone for good, or not for today: an icon instead of a frame. */
export const Gone = ({ icon, title, says, children }: EmptyProps & { readonly icon: IconName }) => (
  <div class="sheet sheet--laid stack center gap-3 j-center">
    <Icon name={icon} extra="icon--xl" />
    <h2 class="t-l">{title}</h2>
    <p class="s soft">{says}</p>
    {children}
  </div>
);
