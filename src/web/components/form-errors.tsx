/** What is wrong in a form that stays: in the words and places that a page which comes back would have. */
import { render } from 'preact';
import { Wrong } from './form.tsx';
import { ErrorSummary } from './notes.tsx';
import type { FieldError } from './shapes.ts';

/** The summary takes the focus; what was said before goes. */
export function showErrors(form: HTMLElement, errors: readonly FieldError[]): void {
  forgetErrors(form);
  for (const { field, says } of errors) beside(form, field, says);
  const [first] = form.children;
  const summary = told(<ErrorSummary errors={errors} />);
  first?.after(summary);
  summary.querySelector<HTMLElement>('[role="alert"]')?.focus();
}

export function forgetErrors(form: HTMLElement): void {
  for (const old of form.querySelectorAll('[data-told], [role="alert"], .field > .wrong, fieldset > .wrong'))
    old.remove();
  for (const field of form.querySelectorAll('.is-wrong.field')) field.classList.remove('field', 'is-wrong');
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
}

/** A box is told above itself, a group below its legend. */
function beside(form: HTMLElement, field: string, says: string): void {
  const input = form.querySelector(`#${field}`);
  const wrong = told(<Wrong id={`${field}-error`} says={says} />);
  if (input instanceof HTMLFieldSetElement) input.querySelector('legend')?.after(wrong);
  const box = input?.closest('label');
  if (input === null || box === null || box === undefined) return;
  box.before(wrong);
  box.parentElement?.classList.add('field', 'is-wrong');
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', `${field}-error`);
}

function told(what: Parameters<typeof render>[0]): HTMLElement {
  const place = document.createElement('div');
  place.dataset['told'] = '';
  render(what, place);
  return place;
}
