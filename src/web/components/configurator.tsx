/** A portrait as a thing: what it is made into, how large, in which frame, on which wall. Page and island draw the same. */

import { Choice, Submit } from './form.tsx';
import { measures, money } from './format.ts';
import { Icon } from './icon.tsx';
import { Hung, outsideOf } from './picture.tsx';
import { PriceLine } from './price.tsx';
import { CloseUp, type Paint, paints, Room } from './room.tsx';
import type { Hanging, Picture, Price } from './shapes.ts';
import { edges, finishes, kindWords, mats } from './things.ts';

export type Kind = Hanging['kind'];

/** One size of one kind. `id` is the end of the product's id: `40x50`. */
export type Size = {
  readonly id: string;
  readonly widthCm: number;
  readonly heightCm: number;
  readonly dpi: number;
  readonly price: Price;
  /** Why it cannot be had for this photo. */
  readonly off?: string | undefined;
};

export type Choices = {
  readonly kind: Kind;
  readonly size: string;
  readonly finish: string;
  readonly mat: string;
  readonly edge: string;
  readonly wall: Paint;
};

export type ConfiguratorProps = {
  readonly base: string;
  readonly portrait: { readonly id: string; readonly style: string } & Picture;
  /** In the order of the page; a file has no size but its price. */
  readonly kinds: readonly { readonly kind: Kind; readonly sizes: readonly Size[] }[];
  readonly chosen: Choices;
  readonly country: string;
};

/** Fields of the form: `portrait`, `kind`, `size`, `finish`, `mat`, `edge`, `wall`. */
export function Configurator(props: ConfiguratorProps) {
  const { kind } = props.chosen;
  const size = sizeOf(props);
  return (
    <>
      <Look {...props} size={size} />
      <div class="stack gap-6">
        <div class="stack gap-2">
          <h2 class="t-2xl">{kindWords[kind].name}</h2>
          <p class="soft">
            {props.portrait.style} after your photo. {kindWords[kind].says}
          </p>
        </div>
        <Kinds {...props} />
        <Sizes {...props} size={size} />
        {kind === 'framed' ? <Framing {...props.chosen} /> : null}
        {kind === 'canvas' ? <Edge {...props.chosen} /> : null}
        <Buy {...props} size={size} />
        <Facts kind={kind} country={props.country} />
      </div>
      <MadeOf kind={kind} />
    </>
  );
}

/** The size that was chosen, or the one that a kind begins with where it has no such size. */
export function sizeOf({ kinds, chosen }: Pick<ConfiguratorProps, 'kinds' | 'chosen'>): Size | undefined {
  const sizes = (kinds.find(({ kind }) => kind === chosen.kind) ?? kinds[0])?.sizes.filter(
    ({ off }) => off === undefined,
  );
  return sizes?.find(({ id }) => id === chosen.size) ?? sizes?.at(-1);
}

/** What a choice is on the wall. */
export const hangingOf = ({ kind, finish, mat }: Choices, size: Size | undefined): Hanging => ({
  kind,
  widthCm: Math.round(size?.widthCm ?? 40),
  ...(kind === 'framed'
    ? { finish: finishOf(finish), matCm: mat === 'none' ? 0 : 5, matColour: matOf(mat) }
    : {}),
});

const finishOf = (id: string): Hanging['finish'] => finishes.find((one) => one.id === id)?.id;
const matOf = (id: string): Hanging['matColour'] => (id === 'ivory' || id === 'black' ? id : 'white');

type Sized = ConfiguratorProps & { readonly size: Size | undefined };

function Look({ chosen, portrait, size }: Sized) {
  const as = hangingOf(chosen, size);
  const picture = { ...portrait, alt: altOf(portrait, as) };
  return (
    <div class="stack gap-4">
      {as.kind === 'file' || as.kind === 'cards' ? (
        <div class="easel scale-5">
          <Hung
            as={{ ...as, ...(as.kind === 'file' ? { kind: 'poster', widthCm: 80 } : { widthCm: 22 }) }}
            picture={picture}
            eager
          />
        </div>
      ) : (
        <>
          <Room paint={chosen.wall} as={as} picture={picture} />
          <Walls wall={chosen.wall} />
        </>
      )}
      {as.kind === 'framed' || as.kind === 'canvas' ? (
        <CloseUp paint={chosen.wall} as={as} picture={picture} />
      ) : null}
      <p class="vh" role="status">
        {toldOf(as)}
      </p>
    </div>
  );
}

const altOf = ({ style }: { style: string }, { kind, finish, matCm }: Hanging): string =>
  kind === 'framed'
    ? `Your portrait, ${style}, in a ${finish ?? 'black'} frame${matCm === 0 ? '' : ' with a mat'}, above a sofa`
    : `Your portrait, ${style}`;

function toldOf(as: Hanging): string {
  const { widthCm, heightCm } = outsideOf(as);
  if (as.kind === 'file') return 'File only';
  return [measures(widthCm, heightCm), as.finish].filter(Boolean).join(', ');
}

const Walls = ({ wall }: { wall: Paint }) => (
  <fieldset class="row gap-3">
    <legend class="vh">Wall colour</legend>
    <span class="s soft">Wall</span>
    {paints.map(({ id, name }) => (
      <label class={`dot dot--${id}`} key={id}>
        <input type="radio" name="wall" value={id} checked={id === wall} aria-label={name} />
      </label>
    ))}
  </fieldset>
);

const Kinds = ({ kinds, chosen }: ConfiguratorProps) => (
  <fieldset class="field">
    <legend>Make it a</legend>
    <div class="choices two">
      {kinds.map(({ kind }) => (
        <Choice key={kind} name="kind" value={kind} checked={kind === chosen.kind}>
          {kindWords[kind].short}
        </Choice>
      ))}
    </div>
  </fieldset>
);

function Sizes({ kinds, chosen, size }: Sized) {
  const sizes = kinds.find(({ kind }) => kind === chosen.kind)?.sizes ?? [];
  if (sizes.length < 2) return null;
  return (
    <fieldset class="field">
      <legend>Picture size</legend>
      <div class="choices">
        {sizes.map((one) => (
          <Choice
            key={one.id}
            name="size"
            value={one.id}
            checked={one.id === size?.id}
            off={one.off}
            note={noteOf(chosen, one)}
            cost={money(one.price.gross)}
          >
            {measures(one.widthCm, one.heightCm)}
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}

/** What it measures outside, and how sharp it is: 300 dpi is sharp at every distance. */
function noteOf(chosen: Choices, size: Size): string {
  const outside = outsideOf(hangingOf(chosen, size));
  const sharp =
    size.dpi >= 290
      ? `${size.dpi} dpi, sharp at every distance.`
      : `${size.dpi} dpi: strokes look soft within 40 cm.`;
  return chosen.kind === 'framed'
    ? `Frame outside ${measures(outside.widthCm, outside.heightCm)}. ${sharp}`
    : sharp;
}

const Framing = ({ finish, mat }: Choices) => (
  <>
    <fieldset class="field">
      <legend>Frame</legend>
      <div class="swatches">
        {finishes.map(({ id, name }) => (
          <Swatch
            key={id}
            name="finish"
            value={id}
            says={name}
            checked={id === finish}
            look={`corner swatch--${id}`}
          />
        ))}
      </div>
    </fieldset>
    <fieldset class="field">
      <legend>Mat</legend>
      <div class="swatches">
        {mats.map(({ id, name }) => (
          <Swatch
            key={id}
            name="mat"
            value={id}
            says={name}
            checked={id === mat}
            look={`swatch--mat-${id}`}
          />
        ))}
      </div>
    </fieldset>
  </>
);

const Edge = ({ edge }: Choices) => (
  <fieldset class="field">
    <legend>Edge of the canvas</legend>
    <div class="choices">
      {edges.map(({ id, name, says }) => (
        <Choice key={id} name="edge" value={id} checked={id === edge} note={says}>
          {name}
        </Choice>
      ))}
    </div>
  </fieldset>
);

type SwatchProps = { name: string; value: string; says: string; checked: boolean; look: string };
const Swatch = ({ name, value, says, checked, look }: SwatchProps) => (
  <label class="swatch">
    <input type="radio" name={name} value={value} checked={checked} />
    <i class={look} />
    <span>{says}</span>
  </label>
);

const Buy = ({ base, size }: Sized) => (
  <div class="buy stack gap-4">
    {size === undefined ? null : <PriceLine {...size.price} />}
    <div class="without-script">
      <Submit kind="quiet" wide method="get" action={`${base}/product`} unchecked>
        Show this choice
      </Submit>
    </div>
    <Submit wide>Put in the basket</Submit>
  </div>
);

const Facts = ({ kind, country }: { kind: Kind; country: string }) =>
  kind === 'file' ? (
    <ul class="advice">
      <li>
        <Icon name="info" />
        <span>
          At once, if you ask for that in the checkout, or after the 14 days in which you can withdraw. 4800 ×
          6000 px, JPEG and PNG, no watermark, with a signed content credential.
        </span>
      </li>
    </ul>
  ) : (
    <ul class="advice">
      <li>
        <Icon name="box" />
        <span>
          Made in 3 to 5 working days by a print lab, then 2 to 4 days on the way to {country}.{' '}
          <a href="/delivery">Other countries</a>
        </span>
      </li>
      <li>
        <Icon name="info" />
        <span>
          Made from your photo for you alone, so the 14-day right of withdrawal does not apply to the print.
          Damaged or not as approved: we reprint or refund.
        </span>
      </li>
    </ul>
  );

const MadeOf = ({ kind }: { kind: Kind }) => (
  <section class="stack gap-4">
    <h2 class="t-l">What it is made of</h2>
    <dl class="defs s">
      {kindWords[kind].madeOf.map(([part, says]) => (
        <div key={part}>
          <dt>{part}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  </section>
);
