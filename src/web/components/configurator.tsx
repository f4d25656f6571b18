/** A portrait as a thing: what it is made into, how large, in which frame, on which wall. Page and island draw the same. */
import { Edge, Framing, Kinds, Sizes } from './choice-fields.tsx';
import { type ConfiguratorProps, hangingOf, type Kind, type Sized, sizeOf } from './choices.ts';
import { Submit } from './form.tsx';
import { measures } from './format.ts';
import { Icon } from './icon.tsx';
import { Hung, outsideOf } from './picture.tsx';
import { PriceLine } from './price.tsx';
import { CloseUp, type Paint, paints, Room } from './room.tsx';
import type { Hanging, Picture } from './shapes.ts';
import { kindWords } from './things.ts';

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

function Look({ chosen, portrait, size }: Sized) {
  const hung = hangingOf(chosen, size);
  const shown = { as: hung, paint: chosen.wall, picture: { ...portrait, alt: altOf(portrait, hung) } };
  const onWall = hung.kind !== 'file' && hung.kind !== 'cards';
  return (
    <div class="stack gap-4">
      {onWall ? <Room {...shown} /> : <OnEasel {...shown} />}
      {onWall ? <Walls wall={chosen.wall} /> : null}
      {hung.kind === 'framed' || hung.kind === 'canvas' ? <CloseUp {...shown} /> : null}
      <p class="vh" role="status">
        {toldOf(hung)}
      </p>
    </div>
  );
}

/** What hangs on no wall is shown by itself. */
const OnEasel = ({ as: { kind }, picture }: { as: Hanging; picture: Picture }) => (
  <div class="easel scale-5">
    <Hung
      as={kind === 'file' ? { kind: 'poster', widthCm: 80 } : { kind, widthCm: 22 }}
      picture={picture}
      eager
    />
  </div>
);

const altOf = ({ style }: { style: string }, { kind, finish, matCm }: Hanging): string =>
  kind === 'framed'
    ? `Your portrait, ${style}, in a ${finish ?? 'black'} frame${matCm === 0 ? '' : ' with a mat'}, above a sofa`
    : `Your portrait, ${style}`;

function toldOf(hung: Hanging): string {
  if (hung.kind === 'file') return 'File only';
  const { widthCm, heightCm } = outsideOf(hung);
  return [measures(widthCm, heightCm), hung.finish].filter(Boolean).join(', ');
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
