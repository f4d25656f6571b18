/** The look on the workbench: colours, mouldings, buttons, empty places. */
import type { ComponentChildren } from 'preact';
import { LinkButton, Submit } from '../components/form.tsx';
import { Empty, Gone } from '../components/notes.tsx';
import { Hung, sampleOf } from '../components/picture.tsx';
import type { Hanging } from '../components/shapes.ts';

type PartProps = { readonly title: string; readonly says?: string; readonly children: ComponentChildren };

export const Part = ({ title, says, children }: PartProps) => (
  <section class="stack gap-5">
    <div class="prose">
      <h2 class="t-xl">{title}</h2>
      {says === undefined ? null : <p class="soft s mt-2">{says}</p>}
    </div>
    {children}
  </section>
);

const colours = [
  'chalk',
  'paper',
  'plaster',
  'ink',
  'soft',
  'edge',
  'verdaccio',
  'wash',
  'wall',
  'madder',
  'ochre',
];

export const Colours = () => (
  <Part title="Colour">
    <ul class="grid min-xs gap-3">
      {colours.map((name) => (
        <li class={`chip chip--${name}`} key={name}>
          <i />
          <b>{name}</b>
          <span class="mono soft">--{name}</span>
        </li>
      ))}
    </ul>
  </Part>
);

const hangings: readonly Hanging[] = [
  { kind: 'framed', finish: 'black', widthCm: 28, matCm: 3 },
  { kind: 'framed', finish: 'white', widthCm: 28, matCm: 3, matColour: 'ivory' },
  { kind: 'framed', finish: 'oak', widthCm: 28, matCm: 3, matColour: 'black' },
  { kind: 'framed', finish: 'walnut', widthCm: 28, matCm: 5 },
  { kind: 'framed', finish: 'gilt', widthCm: 28 },
  { kind: 'canvas', widthCm: 36 },
  { kind: 'fine-art', widthCm: 28 },
  { kind: 'poster', widthCm: 28 },
  { kind: 'cards', widthCm: 11, ratio: '5-7' },
  { kind: 'file', widthCm: 14 },
];

export const Mouldings = () => (
  <Part
    title="Things and mouldings"
    says="Five finishes, one border image each. Sizes are in centimetres times the scale of the wall they hang on."
  >
    <div class="row gap-6 items-end scale-3">
      {hangings.map((hanging) => (
        <Hung key={JSON.stringify(hanging)} as={hanging} picture={sampleOf('impressionist')} />
      ))}
    </div>
  </Part>
);

export const Say = () => (
  <Part title="Buttons" says="One filled button a view. Madder fills only the last step of an erasure.">
    <div class="row">
      <Submit>Put in the basket</Submit>
      <Submit kind="quiet">Show this choice</Submit>
      <Submit kind="danger" icon="keyBroken">
        Show what would happen
      </Submit>
      <Submit kind="final">Erase 5 things now</Submit>
      <span class="btn" aria-disabled="true">
        Choose a style first
      </span>
      <Submit kind="quiet" small>
        Small, for desks
      </Submit>
      <Submit kind="text">Text button</Submit>
    </div>
  </Part>
);

export const Gaps = () => (
  <Part title="Empty, and gone">
    <div class="grid min-m">
      <Empty title="No orders yet" says="When you order, you follow it here.">
        <LinkButton small href="/create">
          Make a portrait
        </LinkButton>
      </Empty>
      <Gone
        icon="keyBroken"
        title="This portrait is erased"
        says="Its key was destroyed on 21 December 2026, on its end date. Nobody can bring it back."
      />
      <Gone
        icon="clock"
        title="Three photos today"
        says="That was the last free painting until midnight UTC. What you have painted stays here."
      />
    </div>
  </Part>
);
