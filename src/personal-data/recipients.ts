/** Who receives a category. The register names every company that could paint; here stand those that do, or that did. */
import { type Category, entryOf, isPainter, type Processor } from './register.ts';

/** @param painters as the register calls them */
export const recipientsOf = (category: Category, painters: readonly string[]): readonly Processor[] =>
  entryOf(category).recipients.filter((name) => !isPainter(name) || painters.includes(name));
