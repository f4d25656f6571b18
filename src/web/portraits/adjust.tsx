/** The page on which a portrait is changed: a sketch of it, and the controls; without script, a button draws it anew. */
import { backgrounds } from '../../studio/manner.ts';
import { Choice, Submit } from '../components/form.tsx';
import { Island } from '../components/island.tsx';
import { PageHead, Steps } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';
import type { Variant } from '../components/shapes.ts';
import { type Adjustment, reaches } from './adjustment.ts';

export type AdjustPageProps = {
  readonly token: string;
  /** Address of the sketch of what is chosen. */
  readonly sketch: string;
  /** The id of the portrait that is changed. */
  readonly portrait: string;
  readonly style: { readonly id: string; readonly name: string; readonly variants: readonly Variant[] };
  readonly chosen: Adjustment;
  readonly quota: { readonly left: number; readonly of: number };
  /** Whether whoever looks sent the photo. */
  readonly mine: boolean;
  /** Makes two clicks one portrait. */
  readonly once: string;
};

export const AdjustPage = (props: AdjustPageProps) => (
  <div class="wrap">
    <PageHead
      over={<Steps at={2} />}
      title={`${props.style.name}, your way`}
      lede="This is a sketch, quickly drawn. The portrait is painted with all its strokes when you say so."
    />
    <Island name="adjust" given={{ sketch: `/studio/${props.token}/draft` }}>
      <form class="split split--side" action={`/studio/${props.token}/adjust`} method="get">
        <Sketch {...props} />
        <div class="stack gap-5">
          <Variants {...props} />
          <Backgrounds {...props} />
          <Strength {...props} />
          <Crop {...props} />
          <Act {...props} />
        </div>
      </form>
    </Island>
  </div>
);

const Sketch = ({ sketch, style }: AdjustPageProps) => (
  <div class="easel">
    <figure class="sketch">
      <span class="sketch-frame">
        <img
          src={sketch}
          alt={`A sketch: ${style.name}, as chosen here`}
          width={512}
          height={640}
          draggable={false}
        />
      </span>
      <figcaption class="caption">
        <span class="needs-script" role="status">
          Drag the picture, or pinch it. The controls do the same.
        </span>
      </figcaption>
    </figure>
  </div>
);

const Variants = ({ style, chosen }: AdjustPageProps) => (
  <fieldset class="field">
    <legend>Variant</legend>
    <div class="choices two">
      {style.variants.map(({ id, name }) => (
        <Choice key={id} name="variant" value={id} checked={id === chosen.variant}>
          {name}
        </Choice>
      ))}
    </div>
  </fieldset>
);

const Backgrounds = ({ chosen }: AdjustPageProps) => (
  <fieldset class="field">
    <legend>Background</legend>
    <div class="choices two">
      {backgrounds.map(({ id, name }) => (
        <Choice key={id} name="background" value={id} checked={id === chosen.background}>
          {name}
        </Choice>
      ))}
    </div>
  </fieldset>
);

const Strength = ({ chosen }: AdjustPageProps) => (
  <Slider name="intensity" label="How strongly the style speaks" ends={['Gentle', 'Bold']} chosen={chosen} />
);

const Crop = ({ chosen }: AdjustPageProps) => (
  <fieldset class="field">
    <legend>Crop</legend>
    <Slider name="zoom" label="Nearer or further" ends={['Further', 'Nearer']} chosen={chosen} />
    <Slider name="across" label="Left or right" ends={['Left', 'Right']} chosen={chosen} />
    <Slider name="down" label="Up or down" ends={['Up', 'Down']} chosen={chosen} />
  </fieldset>
);

type SliderProps = {
  readonly name: 'intensity' | 'zoom' | 'across' | 'down';
  readonly label: string;
  readonly ends: readonly [string, string];
  readonly chosen: Adjustment;
};

const Slider = ({ name, label, ends: [low, high], chosen }: SliderProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <input
      type="range"
      class="zoom"
      id={name}
      name={name}
      min={reaches[name].min}
      max={reaches[name].max}
      step={name === 'intensity' ? 5 : 1}
      value={chosen[name]}
      data-usual={reaches[name].usual}
    />
    <span class="row row--between s soft" aria-hidden="true">
      <span>{low}</span>
      <span>{high}</span>
    </span>
  </div>
);

const Act = ({ token, portrait, quota, mine, once }: AdjustPageProps) => (
  <>
    <input type="hidden" name="portrait" value={portrait} />
    <div class="row">
      {mine ? (
        <Submit icon="brush" action={`/studio/${token}/adjust`} method="post" name="once" value={once}>
          Paint this
        </Submit>
      ) : null}
      <span class="without-script">
        <Submit kind="quiet">Sketch it anew</Submit>
      </span>
      <a class="s" href={`/studio/${token}/compare?portrait=${portrait}`}>
        Back to the portraits
      </a>
    </div>
    {mine ? (
      <p class="s soft">
        {quota.left === 0
          ? 'No free paintings are left today, but a photo’s third style may still be open.'
          : `A photo is painted up to three times for one of your ${quota.left} free paintings.`}{' '}
        Sketches cost nothing, and none is kept.
      </p>
    ) : (
      <Note>
        <p>Only whoever sent the photo can have it painted again.</p>
      </Note>
    )}
  </>
);
