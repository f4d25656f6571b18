/** Drag, pick or take a photo; a picture of it before it is sent, a bar while it is, and the reason if it is refused. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Drop, type DropState } from '../components/drop.tsx';
import { mount } from '../components/island.tsx';

export type PhotoProps = {
  readonly maxMegabytes: number;
  readonly state: DropState;
  readonly error?: string | undefined;
  /** What is said of a file that is larger than that, before it is sent. */
  readonly tooLarge: { readonly title: string; readonly because: string; readonly remedy: string };
};

export function Photo({ maxMegabytes, tooLarge, ...given }: PhotoProps) {
  const root = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<DropState>(given.state);
  const [over, setOver] = useState(false);

  const take = (input: HTMLInputElement) => {
    setOver(false);
    const file = input.files?.[0];
    if (file === undefined) return setState({ is: 'waiting' });
    if (file.size <= maxMegabytes * 1_000_000) return setState(chosen(file));
    input.value = '';
    setState({ is: 'refused', refusal: tooLarge, also: 'It was not sent.' });
  };
  const camera = () => {
    const input = root.current?.querySelector('input');
    if (input === null || input === undefined) return;
    input.setAttribute('capture', 'user');
    input.click();
    input.removeAttribute('capture');
  };
  useEffect(() => sendWithProgress(root.current?.closest('form'), setState), []);

  return (
    <div ref={root}>
      <Drop
        maxMegabytes={maxMegabytes}
        state={state}
        over={over}
        error={state.is === 'waiting' ? given.error : undefined}
        onFile={take}
        onCamera={camera}
        onOver={setOver}
      />
    </div>
  );
}

/** A phone's HEIC cannot be drawn by most browsers; then a sign stands in its place. */
const chosen = (file: File): DropState => ({
  is: 'chosen',
  name: file.name,
  size: file.size,
  preview: /^image\/(jpeg|png|webp|avif)$/.test(file.type) ? URL.createObjectURL(file) : undefined,
});

/** Sends the form as the browser would, but counts. Whatever is unexpected is left to the browser itself. */
function sendWithProgress(
  form: HTMLFormElement | null | undefined,
  show: (state: DropState) => void,
): () => void {
  if (form === null || form === undefined) return () => undefined;
  const onSubmit = (event: SubmitEvent) => {
    const photo = new FormData(form).get('photo');
    if (!(photo instanceof File) || photo.size === 0) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) =>
      show({ is: 'sending', percent: Math.floor((100 * loaded) / total) });
    request.onload = () => answered(request, form, show);
    request.onerror = () => form.submit();
    show({ is: 'sending', percent: 0 });
    request.send(new FormData(form));
  };
  form.addEventListener('submit', onSubmit);
  return () => form.removeEventListener('submit', onSubmit);
}

/** 201 with `location`, or a problem with a `refusal`; anything else is asked for again, as a page. */
function answered(request: XMLHttpRequest, form: HTMLFormElement, show: (state: DropState) => void): void {
  const { location: next, refusal, also = '' } = parsed(request.responseText);
  if (request.status === 201 && next !== undefined) location.assign(next);
  else if (refusal === undefined) form.submit();
  else refused(form, () => show({ is: 'refused', refusal, also }));
}

function refused(form: HTMLFormElement, show: () => void): void {
  show();
  const input = form.querySelector<HTMLInputElement>('#photo');
  if (input !== null) input.value = '';
  requestAnimationFrame(() => document.getElementById('refused')?.focus());
}

type Answer = { location?: string; refusal?: PhotoProps['tooLarge']; also?: string };
function parsed(text: string): Answer {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

mount('photo', Photo);
