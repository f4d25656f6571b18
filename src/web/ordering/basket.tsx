/** `/basket`: what is in it, what it costs together, and when it arrives. */
import { BasketLine, type Item } from '../components/basket-line.tsx';
import { LinkButton, PostButton, Submit } from '../components/form.tsx';
import { PageHead } from '../components/layout.tsx';
import { Empty, Note } from '../components/notes.tsx';
import { Bill } from '../components/price.tsx';
import type { Totals } from '../components/shapes.ts';

export type BasketItem = Item & {
  /** Back to the configurator, with this choice. */
  readonly change?: string | undefined;
  /** Why it can no longer be had: its portrait was erased, its size withdrawn. */
  readonly gone?: string | undefined;
};

export type BasketPageProps = {
  readonly items: readonly BasketItem[];
  /** Without an item, nothing. */
  readonly totals?: Totals | undefined;
  /** "At your door between 1 and 7 December." */
  readonly arrives?: string | undefined;
  readonly keptDays: number;
  /** What was just taken out: it can be put back. */
  readonly removed?: { readonly id: string; readonly name: string } | undefined;
  /** An order takes along what was in the basket: whoever comes back before it is paid finds it here. */
  readonly unpaid?: { readonly number: string; readonly href: string } | undefined;
};

export const BasketPage = (props: BasketPageProps) => (
  <div class="wrap">
    <PageHead title="Your basket" />
    {props.items.length === 0 ? <Nothing {...props} /> : <Full {...props} />}
  </div>
);

const Nothing = ({ removed, unpaid }: BasketPageProps) => (
  <div class="stack gap-5">
    <Removed removed={removed} />
    {unpaid === undefined ? null : (
      <Note tone="warn">
        <p>
          <strong>Order {unpaid.number} waits for its payment.</strong> What was in your basket is part of it.{' '}
          <a href={unpaid.href}>Look at the order</a>
        </p>
      </Note>
    )}
    <div class="split">
      <Empty
        title="Nothing hangs here yet"
        says="Paint a portrait, choose what to make of it, and it waits here."
      >
        <LinkButton small href="/create">
          Make a portrait
        </LinkButton>
      </Empty>
    </div>
  </div>
);

const Full = ({ items, totals, arrives, keptDays, removed }: BasketPageProps) => (
  <div class="split split--side">
    <section aria-label="Items">
      {items.map((item) => (
        <BasketLine key={item.id} item={item} big>
          {item.gone === undefined ? <Copies item={item} /> : <Note tone="bad">{item.gone}</Note>}
          <div class="row gap-row">
            {item.change === undefined ? null : <a href={item.change}>Change</a>}
            <PostButton to={`/basket/${item.id}/remove`} kind="text">
              Remove
            </PostButton>
          </div>
        </BasketLine>
      ))}
      <Removed removed={removed} />
    </section>
    {totals === undefined ? null : (
      <aside class="sheet sheet--laid stack sticky gap-5" aria-labelledby="sum">
        <h2 class="t-l" id="sum">
          Together
        </h2>
        <Bill {...totals} />
        <LinkButton wide href="/checkout">
          Check and pay
        </LinkButton>
        <p class="s soft">
          {arrives} Your portrait stays here for {keptDays} days; nobody else can take it.
        </p>
      </aside>
    )}
  </div>
);

/** A file is bought once. */
const Copies = ({ item }: { item: BasketItem }) =>
  item.as.kind === 'file' ? null : (
    <form class="row gap-3" method="post" action={`/basket/${item.id}`}>
      <label class="soft" for={`copies-${item.id}`}>
        Copies
      </label>
      <input
        class="input qty"
        id={`copies-${item.id}`}
        name="quantity"
        type="number"
        inputMode="numeric"
        min={1}
        max={20}
        value={item.quantity}
      />
      <Submit small kind="quiet">
        Update
      </Submit>
    </form>
  );

const Removed = ({ removed }: Pick<BasketPageProps, 'removed'>) =>
  removed === undefined ? null : (
    <div class="mt-5">
      <Note icon="undo" live>
        <div class="row gap-3">
          <span>{removed.name}, removed.</span>
          <PostButton to={`/basket/${removed.id}/restore`} kind="text">
            Put it back
          </PostButton>
        </div>
      </Note>
    </div>
  );
