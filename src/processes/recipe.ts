/** A recipe as it was opened, for the engine: a style that the studio no longer has cannot be painted. */
import type { Recipe } from '../studio/engine.ts';
import { styles } from '../studio/styles/index.ts';

type Opened = Omit<Recipe, 'style'> & { readonly style: string };

export function recipeFrom(opened: Opened): Recipe | undefined {
  const style = styles.find(({ id }) => id === opened.style);
  return style && { ...opened, style: style.id };
}
