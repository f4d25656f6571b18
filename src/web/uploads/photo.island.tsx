/** Drag, pick or take a photo; a picture of it before it is sent, a bar while it is, and the reason if it is refused. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Drop, type DropState, sendingSays } from '../components/drop.tsx';
import { forgetErrors, showErrors } from '../components/form-errors.tsx';
import { mount } from '../components/island.tsx';
import { type Sent, sendCounting } from '../components/sending.ts';
import type { FieldError } from '../components/shapes.ts';

export type PhotoProps = {
  readonly maxMegabytes: number;
  readonly state: DropState;
  readonly error?: string | undefined;
  readonly missing: readonly FieldError[];
  /** What is said of a file that is larger than that, before it is sent. */
  readonly tooLarge: { readonly title: string; readonly because: string; readonly remedy: string };
};

export function Photo({ maxMegabytes, tooLarge, ...given }: PhotoProps) {
  const root = useRef<HTMLDivElement>(null);
  /** What is shown again when nothing was sent after all. */
  const kept = useRef<DropState>({ is: 'waiting' });
  const [state, setState] = useState<DropState>(given.state);
  const [over, setOver] = useState(false);
  const [error, setError] = useState(given.error);

  const take = (input: HTMLInputElement) => {
    setOver(false);
    setError(undefined);
    const file = input.files?.[0];
    if (file === undefined) return setState({ is: 'waiting' });
    if (file.size <= maxMegabytes * 1_000_000) {
      kept.current = chosen(file);
      return setState(kept.current);
    }
    input.value = '';
    setState({ is: 'refused', refusal: tooLarge, also: 'It was not sent.' });
  };
  useEffect(() => {
    const form = root.current?.closest('form');
    if (form === null || form === undefined) return undefined;
    return sendCounting(
      form,
      (fields) => missing(given.missing, fields),
      (sent) => tell(form, sent),
    );
  }, []);

  const tell = (form: HTMLFormElement, sent: Sent) => {
    besideButton(form, sent.is === 'sending' ? sendingSays(sent.percent) : undefined);
    if (sent.is === 'wrong') {
      setError(sent.errors.find(({ field }) => field === 'photo')?.says);
      setState((before) => (before.is === 'sending' ? kept.current : before));
      showErrors(form, sent.errors);
      return;
    }
    forgetErrors(form);
    setState(sent);
    if (sent.is === 'refused') requestAnimationFrame(() => refusedIn(form));
  };

  return (
    <div ref={root}>
      <Drop
        maxMegabytes={maxMegabytes}
        state={state}
        over={over}
        error={state.is === 'waiting' ? error : undefined}
        onFile={take}
        onCamera={() => withCamera(root.current?.querySelector('input'))}
        onOver={setOver}
      />
    </div>
  );
}

function withCamera(input: HTMLInputElement | null | undefined): void {
  input?.setAttribute('capture', 'user');
  input?.click();
  input?.removeAttribute('capture');
}

/** A phone's HEIC cannot be drawn by most browsers; then a sign stands in its place. */
const chosen = (file: File): DropState => ({
  is: 'chosen',
  name: file.name,
  size: file.size,
  preview: /^image\/(jpeg|png|webp|avif)$/.test(file.type) ? URL.createObjectURL(file) : undefined,
});

function refusedIn(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('#photo');
  if (input !== null) input.value = '';
  document.getElementById('refused')?.focus();
}

/** Beside the button as well: on a phone the photo is far above it. */
function besideButton(form: HTMLFormElement, says: string | undefined): void {
  const button = form.querySelector('button[type="submit"]');
  const note = form.querySelector<HTMLElement>('[data-note]');
  if (button === null || note === null) return;
  note.dataset['usual'] ??= note.textContent ?? '';
  note.textContent = says ?? note.dataset['usual'];
  if (says === undefined) button.removeAttribute('aria-disabled');
  else button.setAttribute('aria-disabled', 'true');
}

/** Of what must be there before anything is sent; the same words as the server's. */
const missing = (words: PhotoProps['missing'], fields: FormData): readonly FieldError[] => {
  const photo = fields.get('photo');
  const there: Readonly<Record<string, boolean>> = {
    photo: photo instanceof File && photo.name !== '',
    style: fields.has('style'),
    mine: fields.has('mine'),
    age: fields.has('age'),
  };
  return words.filter(({ field }) => there[field] === false);
};

mount('photo', Photo);
