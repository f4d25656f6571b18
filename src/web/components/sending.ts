/** Sends a form with a photo as the browser would, but counts, and stays where it is if something is wrong. */
import type { FieldError, Refusal } from './shapes.ts';

export type Sent =
  | { readonly is: 'sending'; readonly percent: number }
  | { readonly is: 'refused'; readonly refusal: Refusal; readonly also: string }
  | { readonly is: 'wrong'; readonly errors: readonly FieldError[] };

/**
 * @param check what is wrong before anything is sent
 * @returns what ends it. Whatever is unexpected is left to the browser itself
 */
export function sendCounting(
  form: HTMLFormElement,
  check: (fields: FormData) => readonly FieldError[],
  tell: (sent: Sent) => void,
): () => void {
  let sending = false;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (sending) return;
    const fields = new FormData(form);
    const errors = check(fields);
    if (errors.length > 0) return tell({ is: 'wrong', errors });
    sending = true;
    post(form, fields, (sent) => {
      sending = sent.is === 'sending';
      tell(sent);
    });
  };
  form.addEventListener('submit', onSubmit);
  return () => form.removeEventListener('submit', onSubmit);
}

function post(form: HTMLFormElement, fields: FormData, tell: (sent: Sent) => void): void {
  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('accept', 'application/json');
  request.upload.onprogress = ({ loaded, total }) =>
    tell({ is: 'sending', percent: Math.floor((100 * loaded) / total) });
  request.onload = () => answered(request, form, tell);
  request.onerror = () => form.submit();
  tell({ is: 'sending', percent: 0 });
  request.send(fields);
}

/** 201 with `location`, or a problem with a `refusal` or `errors`; anything else is asked for again, as a page. */
function answered(request: XMLHttpRequest, form: HTMLFormElement, tell: (sent: Sent) => void): void {
  const { location: next, refusal, also = '', errors = [] } = parsed(request.responseText);
  if (request.status === 201 && next !== undefined) location.assign(next);
  else if (refusal !== undefined) tell({ is: 'refused', refusal, also });
  else if (errors.length > 0) tell({ is: 'wrong', errors });
  else form.submit();
}

type Answer = { location?: string; refusal?: Refusal; also?: string; errors?: readonly FieldError[] };
function parsed(text: string): Answer {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
