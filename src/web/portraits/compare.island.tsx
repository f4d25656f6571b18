/** Moves the line between photo and portrait. */
import { enhance } from '../components/island.tsx';

enhance('compare', (element) => {
  const range = element.querySelector('input');
  const pictures = element.querySelector<HTMLElement>('.compare');
  if (range === null || pictures === null) return;
  const show = () => {
    // through the CSS object model, which a strict content policy allows; an attribute it does not
    pictures.style.setProperty('--pos', `${range.value}%`);
    range.setAttribute('aria-valuetext', `${range.value} percent photo`);
  };
  range.addEventListener('input', show);
  for (const button of element.querySelectorAll<HTMLElement>('[data-show]'))
    button.addEventListener('click', () => {
      range.value = button.dataset['show'] ?? range.value;
      show();
    });
  show();
});
