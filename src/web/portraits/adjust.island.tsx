/** Draws the sketch anew while somebody changes it: with the controls, or by dragging and pinching the picture. */
import { enhance } from '../components/island.tsx';

/** Long enough that a moving slider does not ask at every step. */
const restMs = 220;

type Props = { readonly sketch: string };
type Point = { readonly x: number; readonly y: number };

enhance<Props>('adjust', (element, { sketch }) => {
  const form = element.querySelector('form');
  const image = element.querySelector('img');
  const says = element.querySelector('[role="status"]');
  if (form === null || image === null || says === null) return;
  const frame = frameIn(form);
  const draw = drawer(sketch, form, image, frame, (text) => {
    says.textContent = text;
  });
  form.addEventListener('input', draw);
  byHand(image, frame, draw);
});

type Move = 'across' | 'down' | 'zoom';

/** What the sliders say; a slider holds whole steps, a hand moves by less. */
type Frame = {
  at(move: Move): number;
  change(move: Move, by: (value: number) => number): void;
};

function frameIn(form: HTMLFormElement): Frame {
  const exact = new Map<Move, number>();
  const slider = (move: Move) => form.querySelector<HTMLInputElement>(`input[type="range"][name="${move}"]`);
  const at = (move: Move): number => {
    const shown = Number(slider(move)?.value ?? (move === 'zoom' ? 100 : 0));
    const kept = exact.get(move) ?? shown;
    return Math.abs(kept - shown) <= 0.5 ? kept : shown;
  };
  return {
    at,
    change(move, by) {
      const range = slider(move);
      if (range === null) return;
      const bounded = Math.max(Number(range.min), Math.min(Number(range.max), by(at(move))));
      exact.set(move, bounded);
      range.value = String(bounded);
    },
  };
}

type Framing = Readonly<Record<Move, number>>;
function framingOf({ at }: Frame): Framing {
  return { across: at('across'), down: at('down'), zoom: at('zoom') };
}

/** The last sketch, moved as the next one will be: what is seen follows the hand, and the drawing follows after. */
function shift(image: HTMLImageElement, drawn: Framing, now: Framing): void {
  const by = (move: 'across' | 'down') => ((drawn[move] - now[move]) * drawn.zoom) / 100;
  image.style.transform = `scale(${now.zoom / drawn.zoom}) translate(${by('across')}%, ${by('down')}%)`;
}

/** Only the newest sketch is shown; an older one is called off, and the studio with it. */
function drawer(
  sketch: string,
  form: HTMLFormElement,
  image: HTMLImageElement,
  frame: Frame,
  say: (text: string) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();
  let drawn = framingOf(frame);
  const show = async ({ signal }: AbortController) => {
    const framing = framingOf(frame);
    const answer = await fetch(`${sketch}?${fieldsOf(form)}`, { signal });
    if (!answer.ok) return say(answer.status === 429 ? tooMany : failed);
    const old = image.src;
    image.src = URL.createObjectURL(await answer.blob());
    await image.decode();
    drawn = framing;
    shift(image, drawn, framingOf(frame));
    if (old.startsWith('blob:')) URL.revokeObjectURL(old);
    say('This is the sketch of what you chose.');
  };
  return () => {
    shift(image, drawn, framingOf(frame));
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    const mine = asked;
    image.ariaBusy = 'true';
    timer = setTimeout(() => {
      say('Sketching …');
      show(mine)
        .catch(() => mine.signal.aborted || say(failed))
        .finally(() => mine === asked && image.removeAttribute('aria-busy'));
    }, restMs);
  };
}

const tooMany =
  'That were many sketches. Your choices stand: have them painted, or come back in ten minutes.';
const failed = 'The sketch did not come. Your choices stand.';

const fieldsOf = (form: HTMLFormElement): URLSearchParams => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.set(name, value);
  return fields;
};

/** One finger or the mouse moves the picture in its frame, two fingers zoom; the sliders follow. */
function byHand(image: HTMLImageElement, frame: Frame, draw: () => void): void {
  const held = new Map<number, Point>();
  image.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    image.setPointerCapture(event.pointerId);
    held.set(event.pointerId, pointOf(event));
  });
  image.addEventListener('pointermove', (event) => {
    const before = held.get(event.pointerId);
    if (before === undefined) return;
    const now = pointOf(event);
    const [other] = [...held].flatMap(([id, point]) => (id === event.pointerId ? [] : [point]));
    if (other !== undefined)
      frame.change('zoom', (value) => (value * far(now, other)) / Math.max(1, far(before, other)));
    else {
      const zoom = frame.at('zoom') / 100;
      frame.change('across', (value) => value - ((now.x - before.x) / image.clientWidth / zoom) * 100);
      frame.change('down', (value) => value - ((now.y - before.y) / image.clientHeight / zoom) * 100);
    }
    held.set(event.pointerId, now);
    draw();
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    image.addEventListener(end, (event) => held.delete(event.pointerId));
}

const pointOf = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });
const far = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
