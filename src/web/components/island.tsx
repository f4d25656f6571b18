/** The seam between a page and its islands: an element with a name and its props, found again in the browser. */
import { type ComponentChildren, type ComponentType, hydrate } from 'preact';

type IslandProps = {
  readonly name: string;
  /** Plain data: it travels as JSON in an attribute, escaped like every other. */
  readonly given?: object;
  readonly children: ComponentChildren;
  readonly class?: string;
};

/** Marks what an island may improve. Its content works without it. */
export const Island = ({ name, given = {}, children, class: classes }: IslandProps) => (
  <div class={classes} data-island={name} data-props={JSON.stringify(given)}>
    {children}
  </div>
);

/** In the browser: gives life to a component at its element. On the server it does nothing. */
export function mount<Props extends object>(name: string, Component: ComponentType<Props>): void {
  enhance<Props>(name, (element, props) => hydrate(<Component {...props} />, element));
}

/** In the browser: calls `improve` with each element of that name. Where nothing is drawn anew, this is enough. */
export function enhance<Props extends object>(
  name: string,
  improve: (element: HTMLElement, props: Props) => void,
): void {
  if (typeof document === 'undefined') return;
  for (const element of document.querySelectorAll<HTMLElement>(`[data-island="${name}"]`))
    improve(element, JSON.parse(element.dataset['props'] ?? '{}'));
}
