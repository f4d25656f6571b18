/** Every page once or more, with sample data: what the eye, the axe and the tests go through. */
import { accountPages } from './account-pages.tsx';
import { buyingPages } from './buying-pages.tsx';
import { deskPages } from './desk-pages.tsx';
import { rightsPages } from './rights-pages.tsx';
import type { Shown } from './shown.ts';
import { studioPages } from './studio-pages.tsx';

export const pages: readonly Shown[] = [
  ...studioPages,
  ...buyingPages,
  ...rightsPages,
  ...accountPages,
  ...deskPages,
];
