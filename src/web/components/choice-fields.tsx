/** The fields of the configurator: kind, size, frame and mat, edge. All of them are radios, and post without script. */
import { type Choices, type ConfiguratorProps, hangingOf, type Size, type Sized } from './choices.ts';
import { Choice } from './form.tsx';
import { measures, money } from './format.ts';
import { outsideOf } from './picture.tsx';
import { edges, finishes, kindWords, mats } from './things.ts';

export const Kinds = ({ kinds, chosen }: ConfiguratorProps) => (
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

export function Sizes({ kinds, chosen, size }: Sized) {
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

export const Framing = ({ finish, mat }: Choices) => (
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

export const Edge = ({ edge }: Choices) => (
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
