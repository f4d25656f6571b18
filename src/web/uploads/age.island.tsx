/** Says the age of the chosen country beside the box that declares it. */
import { enhance } from '../components/island.tsx';

enhance<{ ages: Readonly<Record<string, number>> }>('age', (element, { ages }) => {
  const select = element.querySelector('select');
  const says = element.querySelector('[data-age]');
  const show = () => {
    const age = ages[select?.value ?? ''];
    if (says !== null && age !== undefined) says.textContent = `I am ${age} or older.`;
  };
  select?.addEventListener('change', show);
  show();
});
