/** `/studio/:token/product`: the chosen portrait as a thing, to scale. */
import type { ConfiguratorProps } from '../components/choices.ts';
import { Island } from '../components/island.tsx';
import { PageHead, Steps } from '../components/layout.tsx';
import { Refused } from '../components/notes.tsx';
import type { Refusal } from '../components/shapes.ts';
import { Product } from './product.island.tsx';

export type ProductPageProps = Omit<ConfiguratorProps, 'base'> & {
  readonly token: string;
  /** Why it could not be put in the basket. */
  readonly refusal?: Refusal | undefined;
};

/** The form posts to `/basket`; without script, "Show this choice" gets the same page with the choice as its query. */
export function ProductPage({ token, refusal, ...given }: ProductPageProps) {
  const props: ConfiguratorProps = { ...given, base: `/studio/${token}` };
  return (
    <div class="wrap">
      <PageHead tight over={<Steps at={3} />} title="Choose what to make of it" hidden />
      {refusal === undefined ? null : <Refused refusal={refusal} />}
      <form method="post" action="/basket">
        <input type="hidden" name="portrait" value={props.portrait.id} />
        <Island name="product" class="split split--side config" given={props}>
          <Product {...props} />
        </Island>
      </form>
    </div>
  );
}
