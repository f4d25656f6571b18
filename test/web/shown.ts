/** A page with sample data, as the gallery shows it. */
import type { VNode } from 'preact';
import type { DeskBarProps } from '../../src/web/components/desk.tsx';

export type Shown = {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly page: VNode;
  readonly desk?: DeskBarProps;
};

export const at = (name: string, path: string, title: string, page: VNode): Shown => ({
  name,
  path,
  title,
  page,
});

export const bar = (role: string, who: string, path: string): DeskBarProps => ({
  ...{ role, who, path },
  nav: [
    { label: 'Overview', href: path },
    { label: 'Help', href: '/help' },
  ],
});
