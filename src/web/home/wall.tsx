/** The painted wall of the entrance: one sitter, pinned up as a photo, and what the studio made of it. */
import { LinkButton } from '../components/form.tsx';
import { Hung, Image, Label, mediumOf, sampleOf, samplePhoto } from '../components/picture.tsx';
import type { Hanging, Style } from '../components/shapes.ts';

type WallProps = {
  readonly styles: readonly Style[];
  readonly keptDays: number;
  readonly closed: string | undefined;
};

export const Wall = ({ styles, keptDays, closed }: WallProps) => (
  <div class="wall wall--head">
    <div class="wrap hero">
      <div class="stack gap-5">
        <h1>Sit for a&nbsp;portrait.</h1>
        <p class="lede">
          It takes one photo of a person or a pet. Choose a style and watch the studio paint it, in seconds.
          Looking is free; you pay only for a portrait you keep.
        </p>
        <p class="row gap-row">
          <Begin closed={closed} onWall />
          <a class="inherit" href="#styles">
            See the styles
          </a>
        </p>
        <p class="s wall-soft measure-s">
          We keep the photo for {keptDays} days after its last painting, or until you erase it.{' '}
          <a class="inherit" href="/privacy#photo">
            What happens to a photo
          </a>
        </p>
      </div>
      <Salon styles={styles} />
    </div>
    <div class="skirting" />
  </div>
);

export const Begin = ({ closed, onWall = false }: { closed: string | undefined; onWall?: boolean }) =>
  closed === undefined ? (
    <LinkButton kind={onWall ? 'wall' : 'main'} icon="upload" href="/create">
      Choose a photo
    </LinkButton>
  ) : (
    <span class="btn" aria-disabled="true">
      {closed}
    </span>
  );

/** The sitter, pinned up as a photo, and what the studio made of it: in three columns, the largest in the middle. */
function Salon({ styles }: { styles: readonly Style[] }) {
  const [first, second, third, fourth] = styles;
  return (
    <div class="salon">
      <div>
        <div class="col">
          <span class="sheetprint pin tilt rim-1 w-13 ratio-1-1">
            <Image
              of={samplePhoto('The photo: a smiling woman in an orange space suit')}
              eager
              sizes="(min-width: 60rem) 9rem, 15vw"
            />
          </span>
          <Made
            style={second}
            as={{ kind: 'framed', finish: 'black', widthCm: 19, matCm: 3 }}
            sizes="(min-width: 60rem) 11rem, 22vw"
          />
        </div>
        <div class="col">
          <Made
            style={first}
            as={{ kind: 'framed', finish: 'gilt', widthCm: 40 }}
            sizes="(min-width: 60rem) 22rem, 43vw"
            large
          />
          <Label
            title="Sample sitter"
            medium={mediumOf(first?.medium ?? 'Portrait', 'the photograph on the left')}
            number="40 × 50 cm"
          />
        </div>
        <div class="col col--3">
          <Made style={third} as={{ kind: 'framed', finish: 'oak', widthCm: 22, matCm: 3 }} sizes="12rem" />
          <Made style={fourth} as={{ kind: 'framed', finish: 'white', widthCm: 16, matCm: 3 }} sizes="9rem" />
        </div>
      </div>
    </div>
  );
}

type MadeProps = {
  readonly style: Style | undefined;
  readonly as: Hanging;
  readonly sizes: string;
  readonly large?: boolean;
};
const Made = ({ style, as, sizes, large = false }: MadeProps) =>
  style === undefined ? null : (
    <Hung as={as} picture={sampleOf(style.id, `The sitter: ${style.medium}`)} first={large} sizes={sizes} />
  );
