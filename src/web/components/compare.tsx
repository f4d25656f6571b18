/** Before and after: a native range over two pictures; without script they lie side by side. */
import { Island } from './island.tsx';
import { Image } from './picture.tsx';
import type { Picture } from './shapes.ts';

type CompareProps = {
  readonly photo: Picture;
  readonly portrait: Picture;
  /** What the right-hand side is called: "Impressionist oil". */
  readonly name: string;
  readonly buttons?: boolean;
  readonly eager?: boolean;
};

export const Compare = ({ photo, portrait, name, buttons = false, eager = false }: CompareProps) => (
  <Island name="compare" class="compare-box">
    <div class="compare">
      <Image of={photo} first={eager} sizes="(min-width: 30rem) 27rem, 80vw" />
      <Image of={portrait} first={eager} sizes="(min-width: 30rem) 27rem, 80vw" />
      <input
        type="range"
        min={0}
        max={100}
        value={50}
        aria-label="Show more of the photo or more of the portrait"
        aria-valuetext="50 percent photo"
      />
    </div>
    <p class="caption row row--between gap-2">
      <span>Photo</span>
      <span>{name}</span>
    </p>
    {buttons ? (
      <p class="row row--between mt-2 needs-script">
        <button class="textbtn s" type="button" data-show="100">
          Photo only
        </button>
        <button class="textbtn s" type="button" data-show="0">
          Portrait only
        </button>
      </p>
    ) : null}
  </Island>
);
