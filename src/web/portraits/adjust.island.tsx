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
  const moved: Moved = { x: 0, y: 0 };
  const draw = drawer(sketch, form, image, moved, (text) => {
    says.textContent = text;
  });
  form.addEventListener('input', draw);
  byHand(form, image, moved, draw);
});

/** How far the picture was dragged since it was drawn. */
type Moved = { x: number; y: number };

/** Only the newest sketch is shown; an older one is called off, and the studio with it. */
function drawer(
  sketch: string,
  form: HTMLFormElement,
  image: HTMLImageElement,
  moved: Moved,
  say: (text: string) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();
  const show = async ({ signal }: AbortController) => {
    const answer = await fetch(`${sketch}?${fieldsOf(form)}`, { signal });
    if (!answer.ok) return say(answer.status === 429 ? tooMany : failed);
    const old = image.src;
    image.src = URL.createObjectURL(await answer.blob());
    Object.assign(moved, { x: 0, y: 0 });
    image.style.transform = '';
    if (old.startsWith('blob:')) URL.revokeObjectURL(old);
    say('This is the sketch of what you chose.');
  };
  return () => {
    clearTimeout(timer);
    asked.abort();
    asked = new AbortController();
    const mine = asked;
    timer = setTimeout(() => {
      say('Sketching …');
      show(mine).catch(() => mine.signal.aborted || say(failed));
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
function byHand(form: HTMLFormElement, image: HTMLImageElement, moved: Moved, draw: () => void): void {
  const held = new Map<number, Point>();
  const slider = (name: string): HTMLInputElement | null =>
    form.querySelector<HTMLInputElement>(`input[type="range"][name="${name}"]`);
  const exact = new Map<string, number>(); // a slider holds whole steps, a hand moves by less
  const change = (name: string, by: (value: number) => number) => {
    const range = slider(name);
    if (range === null) return;
    const [shown, kept] = [Number(range.value), exact.get(name) ?? 0];
    const next = by(Math.abs(kept - shown) <= 0.5 ? kept : shown);
    const bounded = Math.max(Number(range.min), Math.min(Number(range.max), next));
    exact.set(name, bounded);
    range.value = String(bounded);
  };
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
      change('zoom', (value) => (value * far(now, other)) / Math.max(1, far(before, other)));
    else {
      const zoom = Number(slider('zoom')?.value ?? 100) / 100;
      change('across', (value) => value - ((now.x - before.x) / image.clientWidth / zoom) * 100);
      change('down', (value) => value - ((now.y - before.y) / image.clientHeight / zoom) * 100);
      Object.assign(moved, { x: moved.x + now.x - before.x, y: moved.y + now.y - before.y });
      image.style.transform = `translate(${moved.x}px, ${moved.y}px)`;
    }
    held.set(event.pointerId, now);
    draw();
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    image.addEventListener(end, (event) => held.delete(event.pointerId));
}

const pointOf = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });
const far = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
