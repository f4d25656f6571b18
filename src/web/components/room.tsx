/** A wall to scale, with a sofa of 196 cm: what hangs there is as large as it would be. */
import { Hung, outsideOf } from './picture.tsx';
import type { Hanging, Picture } from './shapes.ts';

export const paints = [
  { id: 'white', name: 'White' },
  { id: 'sage', name: 'Sage' },
  { id: 'clay', name: 'Clay' },
  { id: 'green', name: 'Dark green' },
  { id: 'night', name: 'Night blue' },
] as const;
export type Paint = (typeof paints)[number]['id'];

type RoomProps = { readonly paint: Paint; readonly as: Hanging; readonly picture: Picture };

export function Room({ paint, as, picture }: RoomProps) {
  const outside = outsideOf(as);
  return (
    <div class={`room room--${paint}`}>
      <div class="in">
        <div class="spot">
          <span class="dim">
            <Hung as={as} picture={picture} eager />
            <span class="h">{outside.widthCm} cm</span>
            <span class="v">{outside.heightCm} cm</span>
          </span>
        </div>
        <div class="floor" />
        <Sofa />
        <p class="tag">To scale. The sofa is 196 cm wide.</p>
      </div>
    </div>
  );
}

/** The corner of the frame, near enough to see wood, mat and brush. */
export const CloseUp = ({ as, picture, paint }: RoomProps) => (
  <div class={`closeup room--${paint}`} aria-hidden="true">
    <div class="scale-19">
      <Hung as={as} picture={{ ...picture, alt: '' }} />
    </div>
    <p class="tag2">Corner, about half its real size</p>
  </div>
);

const Sofa = () => (
  <svg class="sofa" viewBox="0 0 196 84" aria-hidden="true">
    <ellipse cx="98" cy="82" rx="96" ry="2.5" fill="#000" opacity=".18" />
    <path d="M18 72h5v10h-3zM178 72h-5v10h3z" fill="var(--f4)" />
    <path d="M14 22c0-10 5-16 14-16h140c9 0 14 6 14 16v40H14z" fill="var(--f1)" />
    <path d="M98 8v38" stroke="#000" stroke-opacity=".16" stroke-width="1.2" />
    <path d="M20 44h156v22H20z" fill="var(--f2)" />
    <path d="M98 44v20M20 64h156" stroke="#000" stroke-opacity=".16" stroke-width="1.2" />
    <path d="M2 40c0-7 4-11 10-11s10 4 10 11v34H4z" fill="var(--f3)" />
    <path d="M194 40c0-7-4-11-10-11s-10 4-10 11v34h18z" fill="var(--f3)" />
    <path d="M30 26c9-4 22-4 28 0 1 8 0 16-2 20H31c-2-5-3-12-1-20z" fill="var(--f5)" />
    <path d="M30 26c9-4 22-4 28 0" stroke="#000" stroke-opacity=".16" fill="none" />
  </svg>
);
