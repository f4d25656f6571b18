/** Refuses a fourth style before it is sent, in words. */
import { enhance } from '../components/island.tsx';

enhance<{ most: number }>('styles', (element, { most }) => {
  const boxes = [...element.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  const status = element.querySelector('[role=status]');
  element.addEventListener('change', ({ target }) => {
    const chosen = boxes.filter(({ checked }) => checked).length;
    const full = chosen > most && target instanceof HTMLInputElement;
    if (full) target.checked = false;
    if (status !== null)
      status.textContent = full
        ? `${most} is the most for one photo. Take one away to choose another.`
        : `${chosen} of ${most} chosen.`;
  });
});
